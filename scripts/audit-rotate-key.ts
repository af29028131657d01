// npm run audit:rotate-key: makes a new key for the seals of the audit record. The present key names it as its
// successor and is then removed; a running console takes the new one within seconds.
import { existsSync } from "node:fs";
import path from "node:path";
import { rotateKey } from "@/lib/domain/audit/key-folder";
import { env, EnvError } from "@/lib/platform/env";

if (existsSync(".env")) process.loadEnvFile(".env");
try {
  const folder = env().auditKeyDir;
  const { before, after } = rotateKey(folder);
  console.log(
    `The key ${after} follows ${before}. Hand its public half to whoever verifies: ${path.join(folder, `${after}.public.pem`)}`,
  );
} catch (error) {
  console.error(
    error instanceof EnvError ? error.message : `No key was made: ${(error as Error).message}`,
  );
  process.exit(1);
}
