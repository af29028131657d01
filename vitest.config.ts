import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));
const everywhere = ["node_modules/**", ".next/**", "e2e/**"];
const databaseTests = "**/*.db.test.ts";
// Tests with several processes, or of an upgrade, need a server; they are few and slow.
const processTests = "**/*.processes.test.ts";

// Database tests run twice: on the embedded PostgreSQL and on a PostgreSQL server.
export default defineConfig({
  resolve: {
    alias: [
      { find: /^@\//, replacement: root },
      // `server-only` throws outside of Next's server bundle; under Vitest everything is the server.
      { find: "server-only", replacement: `${root}node_modules/server-only/empty.js` },
    ],
  },
  test: {
    testTimeout: 30_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["**/*.test.ts", "**/*.test.tsx"],
          exclude: [...everywhere, databaseTests, processTests],
        },
      },
      {
        extends: true,
        test: {
          name: "embedded",
          include: [databaseTests],
          exclude: everywhere,
          env: { TEST_DATABASE: "embedded" },
          globalSetup: ["prisma/testing/embedded-global-setup.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "server",
          include: [databaseTests, processTests],
          exclude: everywhere,
          env: { TEST_DATABASE: "server" },
          globalSetup: ["prisma/testing/postgres-global-setup.ts"],
        },
      },
    ],
  },
});
