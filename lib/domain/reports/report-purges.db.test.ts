import { beforeAll, expect, test } from "vitest";
import { importDirectory } from "@/lib/domain/directory/import-directory";
import { readPurgeDetail } from "@/lib/domain/purges/read-purge";
import { retryFailure } from "@/lib/domain/purges/retry-failure";
import type { TokenActor } from "@/lib/schemas/actor";
import { UnreadableLine } from "@/lib/schemas/batches";
import { exampleDirectory } from "@/prisma/factories/directory";
import { makeActor } from "@/prisma/factories/people";
import { makeService } from "@/prisma/factories/tokens";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { reportPurges } from "./report-purges";

const database = withTestDatabase();
let billing: TokenActor;
beforeAll(async () => {
  useTestEnv();
  await importDirectory(exampleDirectory());
  billing = await makeService();
});

let made = 0;
function event(over: Record<string, unknown> = {}): Record<string, unknown> {
  made += 1;
  return {
    eventId: `event-${made}`,
    at: new Date(Date.now() - 60_000).toISOString(),
    zone: "example.com",
    selector: { tags: ["tenant:42"] },
    result: { status: "accepted", httpStatus: 200, cfRay: "8f0a1b2c3d4e5f60-FRA", durationMs: 84 },
    ...over,
  };
}
const entries = (service: TokenActor) =>
  database().auditEntry.findMany({ where: { actorId: service.id }, orderBy: { at: "asc" } });
const only = async (over: Record<string, unknown>, service = billing) => {
  const { items } = await reportPurges(service, [event(over)]);
  return items[0];
};

test("a purge that a service sent itself is on record with what Cloudflare answered", async () => {
  const report = event({
    reason: "Invoice 9182 was corrected",
    traceId: "4BF92F3577B34DA6A3CE929D0E0E4736",
    ticket: "https://tickets.example.com/ZD-4711",
  });
  const answer = await reportPurges(billing, [report]);
  expect(answer).toMatchObject({ recorded: 1, duplicates: 0, refused: 0 });
  const purge = await readPurgeDetail(answer.items[0]?.purgeId ?? "");
  expect(purge).toMatchObject({
    tenant: { slug: "acme" },
    tier: "tenant",
    status: "accepted",
    source: "app",
    actor: { kind: "token", name: "billing", role: null },
    ticket: "ZD-4711",
    traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
    requestedAt: report["at"],
    reported: { by: "billing", sentAgain: false },
    attempts: [{ number: 1, httpStatus: 200, cfRay: "8f0a1b2c3d4e5f60-FRA", durationMs: 84 }],
    history: [
      { from: null, to: "accepted", cause: "Reported by billing: the console did not send it." },
    ],
    line: null,
  });
});

test("nothing is left to send, and no allowance is touched", async () => {
  await reportPurges(billing, [
    event(),
    event({
      result: { status: "failed", httpStatus: 429, errors: [{ code: 1134, message: "x" }] },
    }),
  ]);
  const waiting = { status: { in: ["queued", "scheduled", "sending"] as const } };
  expect(await database().purge.count({ where: { status: { in: [...waiting.status.in] } } })).toBe(
    0,
  );
  expect(await database().allowance.count()).toBe(0);
});

test("a bad item loses none of the others, and each is named by index and field", async () => {
  const answer = await reportPurges(billing, [
    event(),
    new UnreadableLine(2),
    event({ surprise: 1 }),
    event({ selector: { tags: ["a b"] } }),
    event({ zone: "nowhere.example" }),
    event({ result: { status: "accepted", httpStatus: 500 } }),
    event({ at: "2999-01-01T00:00:00Z" }),
    event({ environment: "staging" }),
    event({ tenant: "nobody" }),
    "no object",
    event(),
  ]);
  expect(answer.items.map(({ index, status }) => [index, status])).toEqual([
    [0, "recorded"],
    ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((index) => [index, "refused"]),
    [10, "recorded"],
  ]);
  const faults = answer.items.flatMap(({ errors = [] }) => errors);
  expect(faults.map(({ path, message }) => `${path}: ${message}`)).toEqual([
    "line 2: is not valid JSON",
    "surprise: is not a known field",
    "selector.tags.0: a tag may have printable ASCII characters only, no spaces and no commas",
    "zone: there is no zone nowhere.example that this token is for",
    "result.httpStatus: must be 200 to 299 where the purge was accepted",
    "at: must not be more than 5 minutes in the future",
    "environment: example.com has no environments beside production",
    "tenant: there is no tenant nobody in example.com that this token is for",
    "item: must be of type object",
  ]);
});

test("an event counts once for each token: in one batch, in two, and in two at one moment", async () => {
  const [one, two] = [event(), event()];
  const first = await reportPurges(billing, [one, two, one]);
  expect(first.items.map(({ status }) => status)).toEqual(["recorded", "recorded", "duplicate"]);
  expect(first.items[2]?.purgeId).toBe(first.items[0]?.purgeId);
  const again = await reportPurges(billing, [two, one]);
  expect(again).toMatchObject({ recorded: 0, duplicates: 2 });
  expect(again.items[1]?.purgeId).toBe(first.items[0]?.purgeId);

  const batch = Array.from({ length: 40 }, () => event());
  const answers = await Promise.all(
    [batch, batch.toReversed(), batch].map((items) => reportPurges(billing, items)),
  );
  expect(answers.reduce((sum, { recorded }) => sum + recorded, 0)).toBe(40);
  expect(answers.reduce((sum, { duplicates }) => sum + duplicates, 0)).toBe(80);

  const other = await makeService();
  expect(await reportPurges(other, [one])).toMatchObject({ recorded: 1 });
});

test("an event id that comes with other words is refused, and what is on record stays", async () => {
  const first = event();
  const { items } = await reportPurges(billing, [first]);
  const other = { ...first, selector: { tags: ["tenant:77"] } };
  expect((await reportPurges(billing, [other])).items).toEqual([
    {
      index: 0,
      status: "refused",
      errors: [{ path: "eventId", message: "was used for another event: use a new one for each" }],
    },
  ]);
  const purge = await readPurgeDetail(items[0]?.purgeId ?? "");
  expect(purge.tenant?.slug).toBe("acme");
});

test("tenants are recognised from the selector, or named; several are each on record", async () => {
  const several = await only({ selector: { tags: ["tenant:42", "tenant:77"] } });
  const rows = await database().purgeTenant.findMany({
    where: { purgeId: several?.purgeId ?? "" },
    orderBy: { tenantId: "asc" },
  });
  expect(rows.map(({ tenantId }) => tenantId)).toEqual(["42", "77"]);
  const named = await only({ selector: { tags: ["invoice:9182"] }, tenant: "globex" });
  expect((await readPurgeDetail(named?.purgeId ?? "")).tenant?.id).toBe("77");
  const byHost = await only({ selector: { files: ["https://acme.example.com/billing"] } });
  expect((await readPurgeDetail(byHost?.purgeId ?? "")).tenant?.id).toBe("42");
});

test("a token reports within its reach alone; what is beyond is on record once, with a count", async () => {
  const narrow = await makeService({
    verbs: ["report"],
    tenants: ["42"],
    selectorKinds: ["tags"],
  });
  const beyond = [
    event({ selector: { tags: ["tenant:77"] } }),
    event({ selector: { tags: ["page:billing"] } }),
    event({ selector: { hosts: ["acme.example.com"] } }),
    event({ selector: { tags: ["invoice:1"] }, tenant: "globex" }),
    event({ selector: { tags: ["invoice:1"] } }),
  ];
  const answer = await reportPurges(narrow, [event(), ...beyond]);
  expect(answer).toMatchObject({ recorded: 1, refused: 5 });
  const [, done, refused] = [null, ...(await entries(narrow))];
  expect(done).toMatchObject({ action: "purge.report", outcome: "done", tenantId: "42" });
  expect(refused).toMatchObject({ action: "purge.report", outcome: "refused" });
  expect(JSON.parse(refused?.details ?? "")).toMatchObject({ count: 5 });
  expect(await entries(narrow)).toHaveLength(2);
  expect(await database().purge.count({ where: { actorId: narrow.id } })).toBe(1);
});

test("a token for some tenants does not claim by a report what services purged for others alone", async () => {
  const theirs = event({ selector: { tags: ["invoice:777"] }, tenant: "globex" });
  expect(await reportPurges(billing, [theirs])).toMatchObject({ recorded: 1 });
  const narrow = await makeService({ tenants: ["42"] });
  const claim = (tag: string) => event({ selector: { tags: [tag] }, tenant: "acme" });
  const { items } = await reportPurges(narrow, [claim("invoice:777"), claim("invoice:778")]);
  expect(items).toMatchObject([
    { index: 0, errors: [{ path: "selector.tags", message: /invoice:777 concerns tenants/ }] },
    { index: 1, status: "recorded" },
  ]);
});

test("one entry for a batch, none for what was on record already", async () => {
  const service = await makeService();
  const batch = Array.from({ length: 1_000 }, () => event());
  await reportPurges(service, batch);
  await reportPurges(service, batch);
  const all = await entries(service);
  expect(all.map(({ summary }) => summary)).toEqual([
    "billing, production reported 1,000 purges that billing had sent to Cloudflare",
  ]);
  const { reportedAt } = JSON.parse(all[0]?.details ?? "") as { reportedAt: string };
  expect(
    await database().purge.count({
      where: { actorId: service.id, reportedAt: new Date(reportedAt) },
    }),
  ).toBe(1_000);
});

test("a failed report is open, and retrying it makes the console send it", async () => {
  const answer = await only({
    result: { status: "failed", httpStatus: 403, errors: [{ code: 10000, message: "No" }] },
  });
  const id = answer?.purgeId ?? "";
  expect(await readPurgeDetail(id)).toMatchObject({
    status: "failed",
    resolution: null,
    result: { code: "403 / 10000", message: "It failed (HTTP 403, 10000 No), says billing." },
    attempts: [{ outcome: "permanent" }],
  });
  const retried = await retryFailure(await makeActor("engineer"), id, "The token is mended");
  expect(retried).toMatchObject({ status: "queued", reported: { sentAgain: true } });
});

test("people, and tokens without the verb, report nothing", async () => {
  const purger = await makeService({ verbs: ["purge", "read"] });
  for (const caller of [purger, await makeActor("admin")]) {
    await expect(reportPurges(caller, [event()])).rejects.toMatchObject({ code: "not_allowed" });
    expect(
      await database().auditEntry.count({ where: { actorId: caller.id, outcome: "refused" } }),
    ).toBe(1);
  }
});
