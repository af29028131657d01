// Checks the settings before anything slow happens. Exits with 1 and one line a variable when one is wrong.
import { EnvError, readEnv } from "@/lib/platform/env";

try {
  readEnv(process.env);
} catch (error) {
  if (!(error instanceof EnvError)) throw error;
  console.error(error.message);
  process.exit(1);
}
