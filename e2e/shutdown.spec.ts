import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { APIRequestContext, PlaywrightWorkerArgs } from "@playwright/test";
import pg from "pg";
import { startPostgres } from "@/prisma/testing/start-postgres";
import { expect, test } from "./fixtures";
import {
  ConsoleApi,
  newApiContext,
  signIn,
  type StoredSession,
  wholeTenant,
} from "./support/console-api";
import {
  type ConsoleProcess,
  makeDataDir,
  removeDataDir,
  startConsole,
} from "./support/console-process";
import { tenantOf } from "./support/tenants";

// Consoles of their own on a PostgreSQL server, asked to end while something is under way.
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

let postgres: Awaited<ReturnType<typeof startPostgres>>;
let dataDir: string;
let practice: Record<string, string>;
let running: ConsoleProcess | undefined;
const contexts: APIRequestContext[] = [];

test.beforeAll(async () => {
  postgres = await startPostgres();
  dataDir = makeDataDir();
  practice = { DATA_DIR: dataDir, PORT: port, DATABASE_URL: `${postgres.url}/postgres` };
});
test.afterEach(async () => {
  await running?.kill();
  for (const context of contexts.splice(0)) await context.dispose();
});
test.afterAll(async () => {
  await postgres.stop();
  removeDataDir(dataDir);
});

const signedIn = (playwright: PlaywrightWorkerArgs["playwright"], { url }: ConsoleProcess) =>
  signIn(playwright.request, url, "support");

/** Reads an answer as it comes. */
async function openAnswer(url: string, { cookies }: StoredSession) {
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const answer = await fetch(url, { headers: { cookie } });
  const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
  const first = new TextDecoder().decode((await reader.read()).value);
  const rest = async () => {
    let text = first;
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return text;
      text += new TextDecoder().decode(value);
    }
  };
  return { first, rest };
}

test("an export whose database goes is cut, not ended; streams end at SIGTERM, at once and clean", async ({
  playwright,
}) => {
  test.setTimeout(240_000);
  running = await startConsole(practice);
  const session = await signedIn(playwright, running);
  const client = new pg.Client({ connectionString: practice["DATABASE_URL"] });
  client.on("error", () => undefined);
  await client.connect();
  // More than what is on its way between the two: the rest has to be read when the first is taken.
  await client.query(`INSERT INTO purge (id, zone_id, method, selector_kind, targets, tier, status,
      status_cause, source, actor_kind, actor_name, trace_id, requested_at, not_before, finished_at, reason)
    SELECT gen_random_uuid(), (SELECT min(id) FROM zone), 'purge', 'tags', ARRAY['t:' || n], 'object',
      'accepted', 'Accepted.', 'job', 'service', 'export-test', 't', now(), now(), now(), repeat('x', 400)
    FROM generate_series(1, 60000) n`);
  const cut = await openAnswer(
    `${running.url}/api/v1/purges/export?format=ndjson&actor=export-test`,
    session,
  );
  expect(cut.first).toContain("export-test");
  await client.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE pid <> pg_backend_pid() AND datname = current_database()`);
  await client.end();
  await expect(cut.rest(), "the connection breaks").rejects.toThrow();

  const streams = await Promise.all(
    Array.from({ length: 3 }, () => openAnswer(`${running?.url}/api/v1/events`, session)),
  );
  const since = Date.now();
  const ended = running.terminate();
  for (const { rest } of streams) expect(await rest()).toContain("event: ready");
  expect(await ended).toBe(0);
  expect(Date.now() - since, "milliseconds to end with nothing to send").toBeLessThan(5_000);
});

test("SIGTERM while Cloudflare hangs: over within ten seconds, and the next start sends what was left", async ({
  playwright,
}) => {
  test.setTimeout(240_000);
  const cloudflare = await startHangingCloudflare();
  const settings = {
    ...practice,
    CLOUDFLARE_API_BASE_URL: cloudflare.url,
    CLOUDFLARE_API_TOKEN: "a-token-for-tests",
    NEXTAUTH_SECRET: "a secret for tests only, long enough",
    PRACTICE_SIGN_IN: "on",
  };
  const apiOf = async (from: ConsoleProcess) => {
    const storageState = await signedIn(playwright, from);
    const context = await newApiContext(playwright.request, from.url, storageState);
    contexts.push(context);
    return new ConsoleApi(context);
  };
  try {
    // The tenants are those that practice mode made before.
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
    cloudflare.close();
  }
});
