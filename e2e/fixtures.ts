import {
  type APIRequestContext,
  type BrowserContext,
  type BrowserContextOptions,
  expect,
  type Page,
  test as base,
} from "@playwright/test";
import { type Role, roles } from "@/lib/schemas/words";
import { ConsoleApi, newApiContext, signIn, type StoredSession } from "./support/console-api";
import { PracticeEdge } from "./support/practice-edge";
import { type SharedConsole, startShared } from "./support/shared-console";

interface Fixtures {
  /** The practice edge; its faults are put back after each test. */
  edge: PracticeEdge;
  /** The API as one role. */
  apiAs: (role: Role) => Promise<ConsoleApi>;
  /** The API without any cookie. */
  stranger: APIRequestContext;
  /** A page of a browser of its own, signed in as a role; null: nobody. Console errors fail the test. */
  openAs: (role: Role | null, path: string, options?: BrowserContextOptions) => Promise<Page>;
}

interface WorkerFixtures {
  /** The console of this worker; only what needs it starts it. */
  shared: SharedConsole;
  consoleUrl: string;
  /** The folder of the console's data, for the commands that an operator runs beside it. */
  dataDir: string;
  sessions: Record<Role, StoredSession>;
}

/** Everything that a browser complains of while a page is used. */
function listen(page: Page, complaints: string[]): void {
  page.on("console", (message) => {
    // A problem+json answer that a screen shows in words is no fault; Chromium reports each one here.
    const answered = /^Failed to load resource: the server responded with a status of 4\d\d/;
    if (message.type() === "error" && !answered.test(message.text())) {
      complaints.push(`console: ${message.text()} (${page.url()})`);
    }
  });
  page.on("pageerror", (error) => complaints.push(`page: ${error.message} (${page.url()})`));
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  shared: [
    async ({}, use, { parallelIndex }) => {
      const shared = await startShared(parallelIndex);
      await use(shared);
      await shared.stop();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  consoleUrl: [
    async ({ shared }, use) => {
      await use(shared.url);
    },
    { scope: "worker" },
  ],
  dataDir: [
    async ({ shared }, use) => {
      await use(shared.dataDir);
    },
    { scope: "worker" },
  ],
  sessions: [
    async ({ playwright, consoleUrl }, use) => {
      const made = {} as Record<Role, StoredSession>;
      for (const role of roles) made[role] = await signIn(playwright.request, consoleUrl, role);
      await use(made);
    },
    { scope: "worker" },
  ],
  baseURL: async ({ consoleUrl }, use) => {
    await use(consoleUrl);
  },
  edge: [
    async ({ shared }, use) => {
      const edge = await PracticeEdge.find(shared.controlUrl);
      await use(edge);
      await edge.clearFaults();
    },
    { auto: true },
  ],
  apiAs: async ({ playwright, consoleUrl, sessions }, use) => {
    const open: APIRequestContext[] = [];
    await use(async (role) => {
      const context = await newApiContext(playwright.request, consoleUrl, sessions[role]);
      open.push(context);
      return new ConsoleApi(context);
    });
    for (const context of open) await context.dispose();
  },
  stranger: async ({ playwright, consoleUrl }, use) => {
    const context = await newApiContext(playwright.request, consoleUrl);
    await use(context);
    await context.dispose();
  },
  openAs: async ({ browser, consoleUrl, sessions }, use) => {
    const open: BrowserContext[] = [];
    const complaints: string[] = [];
    await use(async (role, path, options = {}) => {
      const context = await browser.newContext({
        baseURL: consoleUrl,
        ...(role === null ? {} : { storageState: sessions[role] }),
        ...options,
      });
      open.push(context);
      const page = await context.newPage();
      listen(page, complaints);
      await page.goto(path);
      return page;
    });
    for (const context of open) await context.close();
    expect(complaints, "no error on the browser's console").toEqual([]);
  },
});

export { expect };
