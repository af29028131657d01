import { expect, test as shared } from "../fixtures";
import { type ConsoleProcess, makeDataDir, removeDataDir, startConsole } from "./console-process";
import { importFile } from "./import-file";
import { PracticeEdge } from "./practice-edge";

interface Own {
  /** What `npm run import` loads before the first test. */
  directory: object;
  own: ConsoleProcess;
}

/**
 * Tests with a console of their own, with the grace periods that a newcomer gets: the shared one sends at
 * once. All tests of a file have the same one, in their order.
 */
export const test = shared.extend<object, Own>({
  directory: [{}, { scope: "worker", option: true }],
  own: [
    async ({ dataDir, directory }, use, { parallelIndex }) => {
      const started = await startConsole({
        DATA_DIR: dataDir,
        PORT: String(3240 + parallelIndex),
      });
      await importFile({ DATA_DIR: dataDir }, directory);
      await use(started);
      await started.kill();
    },
    { scope: "worker", timeout: 60_000 },
  ],
  dataDir: [
    async ({}, use) => {
      const dataDir = makeDataDir();
      await use(dataDir);
      removeDataDir(dataDir);
    },
    { scope: "worker" },
  ],
  consoleUrl: [
    async ({ own }, use) => {
      await use(own.url);
    },
    { scope: "worker" },
  ],
  edge: async ({ own }, use) => {
    const edge = await PracticeEdge.find(own.controlUrl);
    await use(edge);
    await edge.clearFaults();
  },
});

export { expect };
