import type { APIRequestContext } from "@playwright/test";
import type { PurgeDetail } from "@/lib/schemas/purges";
import { expect, test } from "./fixtures";
import { ConsoleApi, newApiContext, signIn, wholeTenant } from "./support/console-api";
import {
  type ConsoleProcess,
  makeDataDir,
  removeDataDir,
  runConsole,
  startConsole,
} from "./support/console-process";
import { PracticeEdge } from "./support/practice-edge";
import { tenantOf } from "./support/tenants";

// Consoles of their own: these specs pull the plug.
const port = "3260";
const slugs = ["freight", "analytics", "dental", "bakeries", "robotics", "publishing", "insurance"];

let dataDir: string;
let running: ConsoleProcess[];
test.beforeEach(() => {
  dataDir = makeDataDir();
  running = [];
});
test.afterEach(async () => {
  for (const one of running) await one.kill();
  removeDataDir(dataDir);
});

async function start(settings: Record<string, string> = {}): Promise<ConsoleProcess> {
  const started = await startConsole({ DATA_DIR: dataDir, PORT: port, ...settings });
  running.push(started);
  return started;
}

test("kill -9 while purges are being sent: none is lost, none stays in sending", async ({
  playwright,
}) => {
  test.setTimeout(180_000);
  const contexts: APIRequestContext[] = [];
  const apiOf = async ({ url }: ConsoleProcess) => {
    const storageState = await signIn(playwright.request, url, "support");
    const context = await newApiContext(playwright.request, url, storageState);
    contexts.push(context);
    return new ConsoleApi(context);
  };
  const first = await start();
  const before = await apiOf(first);
  const edge = await PracticeEdge.find(first.controlUrl);
  await edge.setFaults({ apiStatus: { mode: "hang" } });
  const asked = await Promise.all(
    slugs.map((slug) => before.purge(wholeTenant(tenantOf(`juniper-${slug}`)))),
  );
  const readAll = (api: ConsoleApi) => Promise.all(asked.map(({ id }) => api.readPurge(id)));
  const sending = (purges: PurgeDetail[]) => purges.filter(({ status }) => status === "sending");
  await expect.poll(async () => sending(await readAll(before)).length).toBeGreaterThan(1);
  const interrupted = sending(await readAll(before)).map(({ id }) => id);
  await first.kill();

  const second = await start();
  const restartedAt = Date.now();
  const after = await apiOf(second);
  let purges = await readAll(after);
  expect(
    purges.map(({ id }) => id),
    "none is lost",
  ).toEqual(asked.map(({ id }) => id));
  await expect
    .poll(
      async () => {
        purges = await readAll(after);
        return new Set(purges.map(({ status }) => status));
      },
      { timeout: 60_000, intervals: [250] },
    )
    .toEqual(new Set(["accepted"]));
  expect(Date.now() - restartedAt, "milliseconds until none was in sending").toBeLessThan(30_000);
  for (const { id, attempts } of purges) {
    const told = attempts.map(({ outcome }) => outcome);
    expect(told.at(-1)).toBe("accepted");
    if (interrupted.includes(id))
      expect(told, "what nobody knows is said").toEqual(["unknown", "accepted"]);
    expect(attempts.every(({ finishedAt }) => finishedAt !== null)).toBe(true);
  }
  for (const context of contexts) await context.dispose();
});

test("a port that is taken is replaced, and the console says so", async () => {
  test.setTimeout(120_000);
  await start();
  const otherDir = makeDataDir();
  const second = await start({ DATA_DIR: otherDir });
  expect(second.output()).toContain(`Port ${port} is taken, using ${Number(port) + 1}.`);
  expect(second.url).toBe(`http://localhost:${Number(port) + 1}`);
  expect((await fetch(`${second.url}/api/readyz`)).status).toBe(200);
  expect(await second.interrupt(), "Ctrl-C is a good end").toBe(0);
  await expect(fetch(`${second.url}/api/healthz`), "nothing is left running").rejects.toThrow();
  removeDataDir(otherDir);
});

test("a second start keeps the data and prints what a newcomer needs", async ({ playwright }) => {
  test.setTimeout(120_000);
  const first = await start();
  for (const told of ["support@example.com", dataDir, "npm run reset", "Practice edge"]) {
    expect(first.output()).toContain(told);
  }
  expect(first.output()).toContain("200 tenants, 5000 purges");
  const session = await signIn(playwright.request, first.url, "support");
  expect(await first.interrupt()).toBe(0);

  const second = await start();
  expect(second.output(), "nothing is seeded twice").not.toContain("5000 purges");
  const context = await playwright.request.newContext({
    baseURL: second.url,
    storageState: session,
  });
  expect((await context.get("/api/v1/tenants/42")).status(), "sign-ins survive a restart").toBe(
    200,
  );
  await context.dispose();
});

for (const [name, settings] of [
  ["PORT", { PORT: "abc" }],
  ["NEXTAUTH_SECRET", { CLOUDFLARE_API_TOKEN: "a-token" }],
  ["DATABASE_URL", { DATABASE_URL: "mysql://nowhere" }],
  ["PRACTICE_SIGN_IN", { PRACTICE_SIGN_IN: "maybe" }],
] as const) {
  test(`a wrong setting stops the start and names ${name}`, async () => {
    const { code, output } = await runConsole({ DATA_DIR: dataDir, PORT: port, ...settings });
    expect(code).toBe(1);
    expect(output).toMatch(new RegExp(`^${name}: .*expected`, "m"));
    expect(output, "no stack of a program").not.toMatch(/\n\s+at /);
    expect(output, "a secret's value is never printed").not.toContain("a-token");
  });
}
