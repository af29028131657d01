// Generates the Prisma client. `prisma generate` asks the network for a native migration engine that it
// never uses here; naming any executable in this variable keeps the command offline.
import { spawnSync } from "node:child_process";

const { status } = spawnSync(
  process.execPath,
  ["node_modules/prisma/build/index.js", "generate", "--no-hints"],
  {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath },
  },
);
process.exit(status ?? 1);
