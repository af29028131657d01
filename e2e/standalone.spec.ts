import { expect, test } from "@playwright/test";
import { startPostgres } from "@/prisma/testing/start-postgres";
import { newApiContext, signIn } from "./support/console-api";
import {
  assembleStandalone,
  makeVolume,
  removeStandalone,
  type StandaloneProcess,
  startStandalone,
} from "./support/standalone-process";

test("what the image runs: two consoles start at once on one empty database, share sign-ins, and end in order", async ({
  playwright,
}) => {
  test.setTimeout(180_000);
  const postgres = await startPostgres();
  const folder = assembleStandalone();
  const volume = makeVolume();
  // As in compose.yaml; Cloudflare is a port where nobody listens.
  const settings = {
    DATABASE_URL: `${postgres.url}/postgres`,
    CLOUDFLARE_API_TOKEN: "a-token-for-tests",
    CLOUDFLARE_API_BASE_URL: "http://127.0.0.1:9/client/v4",
    NEXTAUTH_SECRET: "a secret for tests only, long enough",
    METRICS_TOKEN: "a-token-for-metrics",
    PRACTICE_SIGN_IN: "on",
    LISTEN_HOST: "0.0.0.0",
    DATA_DIR: volume,
  };
  const running: StandaloneProcess[] = [];
  try {
    const starts = await Promise.allSettled(
      ["3280", "3281"].map((PORT) => startStandalone(folder, { ...settings, PORT })),
    );
    for (const start of starts) if (start.status === "fulfilled") running.push(start.value);
    for (const start of starts) if (start.status === "rejected") throw start.reason;
    const [first, second] = running as [StandaloneProcess, StandaloneProcess];
    const migrated = running.filter(({ output }) => output().includes("Database: applied"));
    expect(migrated, "one of them has migrated").toHaveLength(1);

    for (const { url, health } of running) {
      expect(health()).toBe(0);
      for (const page of ["/api/healthz", "/sign-in"]) {
        expect((await fetch(url + page)).status, page).toBe(200);
      }
      const styles = /\/_next\/static\/[^"]+\.css/.exec(
        await (await fetch(`${url}/sign-in`)).text(),
      );
      expect((await fetch(url + (styles?.[0] ?? "/none"))).status, "style sheet").toBe(200);
      const authorization = `Bearer ${settings.METRICS_TOKEN}`;
      expect((await fetch(`${url}/metrics`)).status).toBe(401);
      expect((await fetch(`${url}/metrics`, { headers: { authorization } })).status).toBe(200);
    }

    const storageState = await signIn(playwright.request, first.url, "auditor");
    const other = await newApiContext(playwright.request, second.url, storageState);
    expect((await other.get("/api/v1/audit")).status(), "the other one knows the session").toBe(
      200,
    );
    await other.dispose();

    for (const console of running) {
      const since = Date.now();
      expect(await console.terminate()).toBe(0);
      expect(Date.now() - since, "milliseconds to end").toBeLessThan(10_000);
      expect(console.health(), "nobody answers any more").toBe(1);
    }
  } finally {
    for (const { kill } of running) kill();
    removeStandalone(folder);
    removeStandalone(volume);
    await postgres.stop();
  }
});
