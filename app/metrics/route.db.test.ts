import { afterEach, beforeAll, expect, test } from "vitest";
import { importDirectory } from "@/lib/domain/directory/import-directory";
import { countCall, countEnded } from "@/lib/platform/metrics";
import { db } from "@/lib/platform/database";
import { exampleDirectory } from "@/prisma/factories/directory";
import { makePurge, queuePurges } from "@/prisma/factories/purges";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { readDueLanes } from "@/lib/domain/sending/due-lanes";
import { GET } from "./route";

const database = withTestDatabase();
const real = { CLOUDFLARE_API_TOKEN: "a-token-for-tests" };
const [zone = { id: "", accountId: "" }] = exampleDirectory().zones;
const account = { account: zone.accountId, plan: "enterprise", kind: "requests" };

beforeAll(async () => {
  useTestEnv(real);
  await importDirectory(exampleDirectory());
  const requestedAt = new Date(Date.now() - 90_000);
  await queuePurges([
    makePurge({ zoneId: zone.id, tenantId: "42", requestedAt }),
    makePurge({ zoneId: zone.id, tenantId: "42", status: "failed", finishedAt: requestedAt }),
  ]);
  // Puts the account's allowance on record.
  await readDueLanes();
});
afterEach(() => {
  useTestEnv(real);
});

interface Family {
  type: string;
  help: string;
  samples: { name: string; labels: Record<string, string>; value: number }[];
}

const sampleLine = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (NaN|[+-]Inf|-?[0-9.e+-]+)$/;

/** https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format, held to strictly. */
function parse(text: string): Map<string, Family> {
  expect(text.endsWith("\n")).toBe(true);
  const families = new Map<string, Family>();
  let current = "";
  for (const line of text.split("\n").filter(Boolean)) {
    const [, word, name = "", rest = ""] = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line) ?? [];
    if (word === "HELP") {
      expect(families.has(name), `${name} is described once`).toBe(false);
      families.set(name, { type: "", help: rest, samples: [] });
      current = name;
    } else if (word === "TYPE") {
      expect(name).toBe(current);
      expect(rest).toMatch(/^(counter|gauge|histogram|summary)$/);
      const family = families.get(name);
      if (family !== undefined) family.type = rest;
    } else {
      const [, sample = "", labels = "", value = ""] = sampleLine.exec(line) ?? [];
      expect(sample, line).toMatch(new RegExp(`^${current}(_bucket|_sum|_count)?$`));
      const pairs = [...labels.matchAll(/([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)",?/g)];
      families.get(current)?.samples.push({
        name: sample,
        labels: Object.fromEntries(pairs.map(([, key = "", of = ""]) => [key, of])),
        value: Number(value.replace("Inf", "Infinity")),
      });
    }
  }
  return families;
}

async function scrape(headers: Record<string, string> = {}) {
  const response = await GET(new Request("http://localhost:3000/metrics", { headers }));
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
  const text = await response.text();
  const families = parse(text);
  const value = (name: string, labels: Record<string, string> = {}) =>
    families
      .get(`purge_console_${name}`)
      ?.samples.find((sample) =>
        Object.entries(labels).every(([key, wanted]) => sample.labels[key] === wanted),
      )?.value;
  return { text, families, value };
}

test("how sending stands, for each account, plan and kind", async () => {
  const { families, value } = await scrape();
  expect(value("database_up")).toBe(1);
  expect(value("info", { mode: "cloudflare" })).toBe(1);
  expect(value("allowance_bucket_tokens", account)).toBe(500);
  expect(value("allowance_tokens", account)).toBeGreaterThan(400);
  expect(value("allowance_tokens_per_second", account)).toBe(50);
  expect(value("allowance_believed_tokens_per_second", account)).toBe(50);
  expect(value("account_paused_seconds", account)).toBe(0);
  expect(value("account_retries_left", account)).toBe(50);
  expect(value("account_failures_in_row", account)).toBe(0);
  expect(value("account_breaker", { ...account, state: "closed" })).toBe(1);
  expect(value("account_breaker", { ...account, state: "open" })).toBe(0);
  expect(value("purges_waiting", { ...account, state: "queued" })).toBe(1);
  expect(value("purges_waiting", { ...account, state: "sending" })).toBe(0);
  expect(value("purges_late", account)).toBe(1);
  expect(value("oldest_waiting_seconds", account)).toBeGreaterThan(89);
  expect(value("failures_open")).toBe(1);
  expect(families.get("process_resident_memory_bytes")?.samples).toHaveLength(1);
  expect(families.get("nodejs_eventloop_lag_seconds")?.type).toBe("gauge");
});

test("a pause and an open breaker are seen, and gone when they are over", async () => {
  await database().$executeRaw`
    UPDATE allowance SET paused_until = now() + interval '60 s', open_until = now() + interval '5 s',
      failures_in_row = 12, belief = 0.5`;
  const held = await scrape();
  expect(held.value("account_paused_seconds", account)).toBeGreaterThan(55);
  expect(held.value("account_breaker", { ...account, state: "open" })).toBe(1);
  expect(held.value("account_failures_in_row", account)).toBe(12);
  expect(held.value("allowance_believed_tokens_per_second", account)).toBe(25);
  await database().$executeRaw`
    UPDATE allowance SET paused_until = NULL, open_until = NULL, failures_in_row = 0, belief = 1`;
  const free = await scrape();
  expect(free.value("account_paused_seconds", account)).toBe(0);
  expect(free.value("account_breaker", { ...account, state: "closed" })).toBe(1);
});

test("calls and purges are counted since the start, and only grow", async () => {
  const counts = async () => {
    const { value, families } = await scrape();
    const buckets = families.get("purge_console_call_duration_seconds")?.samples ?? [];
    return {
      type: families.get("purge_console_calls_total")?.type,
      accepted: value("calls_total", { kind: "tags", outcome: "accepted" }) ?? 0,
      limited: value("calls_total", { kind: "tags", outcome: "limited" }) ?? 0,
      ended: value("purges_ended_total", { state: "accepted" }) ?? 0,
      below: (le: string) =>
        buckets.find(({ name, labels }) => name.endsWith("_bucket") && labels["le"] === le)?.value,
      count: buckets.find(({ name }) => name.endsWith("_count"))?.value,
    };
  };
  countCall({ kind: "tags", outcome: "accepted", durationMs: 40 });
  countCall({ kind: "tags", outcome: "limited", durationMs: 3_000 });
  countEnded("accepted", 3);
  const first = await counts();
  expect(first).toMatchObject({ type: "counter", accepted: 1, limited: 1, ended: 3, count: 2 });
  expect([first.below("0.05"), first.below("5"), first.below("+Inf")]).toEqual([1, 2, 2]);
  countCall({ kind: "tags", outcome: "accepted", durationMs: 40 });
  expect(await counts()).toMatchObject({ accepted: 2, ended: 3, count: 3 });
});

test("no names of tenants or people, no targets, no secrets", async () => {
  const { text } = await scrape();
  expect(text).not.toMatch(/acme|globex|example\.com|tenant:42|nightly-statements/i);
  expect(text).not.toContain(real.CLOUDFLARE_API_TOKEN);
});

test("METRICS_TOKEN closes it to everybody else", async () => {
  const token = "scrape-me-0123456789";
  useTestEnv({ ...real, METRICS_TOKEN: token });
  for (const authorization of [
    undefined,
    "",
    "Bearer",
    "Bearer wrong",
    `Bearer ${token}x`,
    `Bearer ${token.slice(0, -1)}`,
    `Basic ${token}`,
    token,
  ]) {
    const headers = authorization === undefined ? {} : { authorization };
    const refused = await GET(new Request("http://localhost:3000/metrics", { headers }));
    expect(refused.status, authorization).toBe(401);
    expect(refused.headers.get("www-authenticate")).toBe("Bearer");
    expect(refused.headers.get("content-type")).toBe("application/problem+json");
    const body = await refused.text();
    expect(body).not.toContain(token);
    expect(body).not.toContain("purge_console_");
  }
  for (const scheme of ["Bearer", "bearer"]) {
    const { value } = await scrape({ authorization: `${scheme} ${token}` });
    expect(value("database_up")).toBe(1);
  }
});

test("without the database the process is still seen, and that the database is not there", async () => {
  await db().$executeRawUnsafe("ALTER TABLE allowance RENAME TO allowance_away");
  const { families, value } = await scrape();
  await db().$executeRawUnsafe("ALTER TABLE allowance_away RENAME TO allowance");
  expect(value("database_up")).toBe(0);
  expect(families.has("purge_console_purges_waiting")).toBe(false);
  expect(families.has("process_cpu_seconds_total")).toBe(true);
});
