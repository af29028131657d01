import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { APIRequestContext } from "@playwright/test";
import { startPostgres } from "@/prisma/testing/start-postgres";
import { expect, test } from "./fixtures";
import { ConsoleApi, signIn, wholeTenant } from "./support/console-api";
import {
  type ConsoleProcess,
  makeDataDir,
  removeDataDir,
  startConsole,
} from "./support/console-process";
import { tenantOf } from "./support/tenants";

// Consoles of their own on a PostgreSQL server, asked to end while Cloudflare does not answer.
const port = "3270";
const slugs = ["freight", "analytics", "dental", "bakeries", "robotics"];

/** Cloudflare, which keeps every call waiting until it is told to answer. */
async function startHangingCloudflare() {
  const waiting = new Set<ServerResponse>();
  const seen: string[] = [];
  let hangs = true;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      seen.push(Buffer.concat(chunks).toString("utf8"));
      response.on("close", () => waiting.delete(response));
      if (hangs) waiting.add(response);
      else response.end('{"success":true,"errors":[],"messages":[],"result":null}');
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/client/v4`,
    seen,
    waiting,
    answer: () => (hangs = false),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

test("SIGTERM while Cloudflare hangs: over within ten seconds, and the next start sends what was left", async ({
  playwright,
}) => {
  test.setTimeout(240_000);
  const postgres = await startPostgres();
  const cloudflare = await startHangingCloudflare();
  const dataDir = makeDataDir();
  const practice = { DATA_DIR: dataDir, PORT: port, DATABASE_URL: `${postgres.url}/postgres` };
  const settings = {
    ...practice,
    CLOUDFLARE_API_BASE_URL: cloudflare.url,
    CLOUDFLARE_API_TOKEN: "a-token-for-tests",
    NEXTAUTH_SECRET: "a secret for tests only, long enough",
    PRACTICE_SIGN_IN: "on",
  };
  const contexts: APIRequestContext[] = [];
  const apiOf = async ({ url }: ConsoleProcess) => {
    const storageState = await signIn(playwright.request, url, "support");
    const context = await playwright.request.newContext({ baseURL: url, storageState });
    contexts.push(context);
    return new ConsoleApi(context);
  };
  let running: ConsoleProcess | undefined;
  try {
    // Practice mode makes the tenants. With nothing under way the end is quick.
    running = await startConsole(practice);
    const idleSince = Date.now();
    expect(await running.terminate()).toBe(0);
    expect(Date.now() - idleSince, "milliseconds to end when idle").toBeLessThan(3_000);

    running = await startConsole(settings);
    const { url } = running;
    const before = await apiOf(running);
    const asked = await Promise.all(
      slugs.map((slug) => before.purge(wholeTenant(tenantOf(`juniper-${slug}`)))),
    );
    const states = async () => {
      const purges = await Promise.all(asked.map(({ id }) => before.readPurge(id)));
      return [...new Set(purges.map(({ status }) => status))];
    };
    await expect.poll(states, { timeout: 30_000 }).toEqual(["sending"]);
    await expect.poll(() => cloudflare.waiting.size).toBeGreaterThan(0);
    const first = cloudflare.seen.length;
    const since = Date.now();
    const ended = running.terminate();
    await expect
      .poll(
        () =>
          fetch(`${url}/api/healthz`).then(
            () => "answers",
            () => "refused",
          ),
        {
          timeout: 3_000,
          message: "no request is taken any more, although calls are still under way",
        },
      )
      .toBe("refused");
    expect(await ended).toBe(0);
    expect(Date.now() - since, "milliseconds to end").toBeLessThan(10_000);
    expect(cloudflare.waiting.size, "no call is left").toBe(0);
    expect(cloudflare.seen.length, "nothing was sent meanwhile").toBe(first);

    cloudflare.answer();
    running = await startConsole(settings);
    const after = await apiOf(running);
    for (const { id } of asked) {
      const { attempts, history, status } = await after.finished(id);
      expect(status).toBe("accepted");
      expect(attempts.map(({ outcome }) => outcome)).toEqual(["unknown", "accepted"]);
      expect(attempts[0]?.message).toContain("was shut down before Cloudflare answered");
      expect(history.map(({ to }) => to)).toContain("scheduled");
    }
    expect(await running.interrupt()).toBe(0);
  } finally {
    await running?.kill();
    for (const context of contexts) await context.dispose();
    cloudflare.close();
    await postgres.stop();
    removeDataDir(dataDir);
  }
});
