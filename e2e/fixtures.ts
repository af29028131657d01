import {
  type APIRequestContext,
  type BrowserContext,
  type BrowserContextOptions,
  expect,
  type Page,
  test as base,
} from "@playwright/test";
import { type Role, roles } from "@/lib/schemas/words";
import { ConsoleApi, signIn, type StoredSession } from "./support/console-api";
import { PracticeEdge } from "./support/practice-edge";

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
  consoleUrl: string;
  /** The folder of the console's data, for the commands that an operator runs beside it. */
  dataDir: string;
  sessions: Record<Role, StoredSession>;
}

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: the console was not started`);
  return value;
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
  consoleUrl: [
    async ({}, use) => {
      await use(required("E2E_CONSOLE_URL"));
    },
    { scope: "worker" },
  ],
  dataDir: [
    async ({}, use) => {
      await use(required("E2E_DATA_DIR"));
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
    async ({}, use) => {
      const edge = await PracticeEdge.find(required("E2E_CONTROL_URL"));
      await use(edge);
      await edge.clearFaults();
    },
    { auto: true },
  ],
  apiAs: async ({ playwright, consoleUrl, sessions }, use) => {
    const open: APIRequestContext[] = [];
    await use(async (role) => {
      const storageState = sessions[role];
      const context = await playwright.request.newContext({ baseURL: consoleUrl, storageState });
      open.push(context);
      return new ConsoleApi(context);
    });
    for (const context of open) await context.dispose();
  },
  stranger: async ({ playwright, consoleUrl }, use) => {
    const context = await playwright.request.newContext({ baseURL: consoleUrl });
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
