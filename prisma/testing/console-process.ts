// A console without its web server: everything that its start does, and then it sends. Settings as the
// console's own.
import { createHash } from "node:crypto";
import { env } from "@/lib/platform/env";
import { startConsole } from "@/lib/start/start-console";

await startConsole();
const secret = createHash("sha256").update(env().nextAuthSecret).digest("hex");
process.stdout.write(`ready, signs with ${secret}\n`);
