// npm run bench:browser [purges] [tenants] [rounds]: the feed in a browser over a large data set, with nothing
// arriving and with 200 purges a second that a service reports over HTTP, in turns. From each input to the next paint,
// as the browser itself measures it (https://www.w3.org/TR/event-timing/: input delay, handlers and drawing, in steps
// of 8 ms), and until the screen shows what was asked for. The console is the built one. BENCH_DATABASE_URL names a
// database that is filled once and kept; what arrives stays in it.
import { existsSync } from "node:fs";
import { chromium, type Page, request } from "@playwright/test";
import { signIn } from "@/e2e/support/console-api";
import { makeDataDir, removeDataDir, startConsole } from "@/e2e/support/console-process";
import { createToken } from "@/lib/domain/tokens/create-token";
import { makeActor } from "@/prisma/factories/people";
import { startCdnServer } from "@/prisma/testing/cdn-server";
import { machine, percentile } from "../sending/set-up";
import { startArrivals } from "./arrivals";
import { openLarge } from "./open-large";
import { measureInteractions, takeInteractions } from "./interactions";

const purges = Number(process.argv[2] ?? 10_000_000);
const tenants = Number(process.argv[3] ?? 100_000);
const rounds = Number(process.argv[4] ?? 12);
const perSecond = 200;

type Load = "nothing arriving" | "200 a second";
interface Times {
  paint: number[];
  shown: number[];
}
const times: Record<Load, Map<string, Times>> = {
  "nothing arriving": new Map(),
  "200 a second": new Map(),
};

const open = await openLarge(purges, tenants);
const edge = await startCdnServer();
const dataDir = makeDataDir();
const served = await startConsole({
  DATABASE_URL: open.url,
  PORT: process.env["BENCH_PORT"] ?? "3331",
  DATA_DIR: dataDir,
  CLOUDFLARE_API_BASE_URL: edge.url,
  CLOUDFLARE_API_TOKEN: "a-token-for-benchmarks",
  NEXTAUTH_SECRET: "a secret for benchmarks only",
  PRACTICE_SIGN_IN: "on",
  LOG_LEVEL: "error",
});
const { secret } = await createToken(await makeActor("admin"), {
  name: "arrivals",
  service: "billing",
  verbs: ["report"],
  zones: [],
  tenants: [],
  selectorKinds: ["tags"],
  source: "app",
  expiresInDays: 30,
});
const arrivals = startArrivals(served.url, secret, tenants);

/** Does something and notes what the browser measured of it, and when `shown` held. */
async function note(
  page: Page,
  load: Load,
  what: string,
  act: () => Promise<void>,
  shown?: () => Promise<unknown>,
): Promise<void> {
  await takeInteractions(page);
  const from = performance.now();
  await act();
  await shown?.();
  const took = performance.now() - from;
  const found = times[load].get(what) ?? { paint: [], shown: [] };
  times[load].set(what, found);
  found.paint.push(...(await takeInteractions(page)));
  if (shown !== undefined) found.shown.push(took);
}

/** What a support agent does with the feed, once. */
async function useFeed(page: Page, load: Load, round: number): Promise<void> {
  const rows = page.getByRole("table", { name: "Purges" }).getByRole("row");
  const say = (what: string, act: () => Promise<void>, shown?: () => Promise<unknown>) =>
    note(page, load, what, act, shown);
  await page.goto("/purges");
  await rows.nth(50).waitFor();
  await page.getByText("Live", { exact: true }).waitFor();

  const more = page.getByRole("button", { name: "Load more" });
  await say(
    "load more",
    () => more.click(),
    () => rows.nth(100).waitFor(),
  );
  const panel = page.getByRole("dialog");
  const row = rows.nth(2 + round);
  const id = (await row.getAttribute("data-purge-row")) ?? "";
  await say(
    "open a row",
    () => row.getByRole("link", { name: /^Receipt/ }).click(),
    () => panel.getByText(id).first().waitFor(),
  );
  await say(
    "close it",
    () => page.keyboard.press("Escape"),
    () => panel.waitFor({ state: "hidden" }),
  );
  if (load === "nothing arriving") await arrivals.send(30);
  const fresh = page.getByRole("button", { name: /Show .* new purges/ });
  await fresh.waitFor();
  const first = await rows.nth(1).getAttribute("data-purge-row");
  await say(
    "show the new ones",
    () => fresh.click(),
    () =>
      page.waitForFunction(
        (before) =>
          document.querySelector("[data-purge-row]")?.getAttribute("data-purge-row") !== before,
        first,
      ),
  );
  const actor = page.getByRole("searchbox", { name: "Actor" });
  await actor.click();
  await say(
    "type in a filter",
    () => actor.pressSequentially(`service-${1 + (round % 30)}`, { delay: 80 }),
    () => page.getByRole("button", { name: /Remove filter.*Actor/ }).waitFor(),
  );
}

const system = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";
const browser = await chromium.launch({
  ...(existsSync(system) ? { executablePath: system } : {}),
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
});
const context = await browser.newContext({
  baseURL: served.url,
  viewport: { width: 1280, height: 800 },
  storageState: await signIn(request, served.url, "engineer"),
});
const page = await context.newPage();
await measureInteractions(page);

for (let round = -1; round < rounds; round += 1) {
  for (const load of ["nothing arriving", "200 a second"] as const) {
    const stop = load === "nothing arriving" ? () => Promise.resolve() : arrivals.begin(perSecond);
    await useFeed(page, load, Math.max(0, round));
    await stop();
    // The first ones warm up plans, pages and code.
    if (round < 0) times[load].clear();
  }
}

const ms = (values: number[], share: number) =>
  values.length === 0 ? "" : percentile(values, share).toFixed(0);
console.table(
  [...times["nothing arriving"].keys()].flatMap((what) =>
    (Object.keys(times) as Load[]).map((load) => {
      const { paint = [], shown = [] } = times[load].get(what) ?? {};
      return {
        what,
        load,
        inputs: paint.length,
        "paint p50 ms": ms(paint, 0.5),
        "paint p95 ms": ms(paint, 0.95),
        "paint max ms": ms(paint, 1),
        "shown p50 ms": ms(shown, 0.5),
        "shown p95 ms": ms(shown, 0.95),
      };
    }),
  ),
);
console.log(arrivals.report());
console.log(machine());
await browser.close();
await served.kill();
removeDataDir(dataDir);
await edge.close();
await open.end();
process.exit(0);
