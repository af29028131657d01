import { beforeAll, expect, test } from "vitest";
import { importDirectory } from "@/lib/domain/directory/import-directory";
import { reportPurges } from "@/lib/domain/reports/report-purges";
import { reportWrites } from "@/lib/domain/reports/report-writes";
import type { Actor, TokenActor } from "@/lib/schemas/actor";
import { exampleDirectory } from "@/prisma/factories/directory";
import { makeActor } from "@/prisma/factories/people";
import { makeService } from "@/prisma/factories/tokens";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { readPurgeTimeline, readTenantTimeline } from "./read-timelines";

const database = withTestDatabase();
let billing: TokenActor;
let support: Actor;
beforeAll(async () => {
  useTestEnv();
  await importDirectory(exampleDirectory());
  billing = await makeService();
  support = await makeActor("support");
});

let made = 0;
const ago = (seconds: number) => new Date(Date.now() - seconds * 1_000).toISOString();
const newTrace = () => (made += 1).toString(16).padStart(32, "a");
function write(seconds: number, over: Record<string, unknown> = {}): Record<string, unknown> {
  made += 1;
  const base = { eventId: `write-${made}`, at: ago(seconds), tenant: "acme", phase: "committed" };
  return { ...base, tags: ["Invoice:1"], ...over };
}
async function purge(seconds: number, over: Record<string, unknown> = {}): Promise<string> {
  made += 1;
  const { items } = await reportPurges(billing, [
    {
      eventId: `purge-${made}`,
      at: ago(seconds),
      zone: "example.com",
      selector: { tags: ["invoice:1"] },
      result: { status: "accepted" },
      ...over,
    },
  ]);
  return items[0]?.purgeId ?? "";
}
const codes = async (purgeId: string) =>
  (await readPurgeTimeline(support, purgeId)).flags.map(({ code }) => code);

test("writes are recorded once, each with its own answer, in one entry of the record", async () => {
  const service = await makeService({ verbs: ["write"], tenants: ["42"] });
  const [good, foreign] = [write(5), write(5, { tenant: "globex" })];
  const answer = await reportWrites(service, [
    good,
    foreign,
    write(5, { phase: "melted" }),
    write(5, { tags: [] }),
    write(5, { paths: ["billing"] }),
    write(5, { tags: ["a b"] }),
    good,
  ]);
  expect(answer).toMatchObject({ recorded: 1, duplicates: 1, refused: 5 });
  expect(answer.items.flatMap(({ errors = [] }) => errors)).toEqual([
    { path: "tenant", message: "there is no tenant globex that this token is for" },
    { path: "phase", message: "must be one of began, committed, failed" },
    {
      path: "item",
      message: "give traceId, tags or paths: without any no purge can be found for it",
    },
    { path: "paths.0", message: "must be a path such as /billing" },
    {
      path: "tags.0",
      message: "a tag may have printable ASCII characters only, no spaces and no commas",
    },
  ]);
  expect(await reportWrites(service, [good])).toMatchObject({ recorded: 0, duplicates: 1 });
  const changed = { ...good, phase: "failed" };
  expect(await reportWrites(service, [changed])).toMatchObject({ recorded: 0, refused: 1 });
  const entries = await database().auditEntry.findMany({ where: { actorId: service.id } });
  expect(entries.map(({ action, outcome, tenantId }) => [action, outcome, tenantId])).toEqual([
    ["write.report", "done", "42"],
    ["write.report", "refused", null],
  ]);
});

test("people, and tokens without the verb, tell of no writes", async () => {
  const reporter = await makeService({ verbs: ["report"] });
  for (const caller of [reporter, support]) {
    await expect(reportWrites(caller, [write(1)])).rejects.toMatchObject({ code: "not_allowed" });
  }
});

test("a purge before its write's commit is flagged, on the receipt and on the tenant's page", async () => {
  const traceId = newTrace();
  await reportWrites(billing, [write(120, { traceId, phase: "began" }), write(100, { traceId })]);
  // An object's tag without a tenant: the trace alone says whose it is.
  const id = await purge(110, { traceId });
  const { entries, flags } = await readPurgeTimeline(support, id);
  expect(entries.map((one) => (one.kind === "write" ? one.phase : one.kind))).toEqual([
    "began",
    "purge",
    "committed",
  ]);
  expect(flags).toMatchObject([{ code: "early", purgeId: id }]);
  const ofTenant = await readTenantTimeline(support, "42");
  expect(ofTenant.flags).toContainEqual(flags[0]);
  await purge(90, { traceId });
  expect(await codes(id)).toEqual([]);
});

test("a purge after a write that failed is flagged", async () => {
  const traceId = newTrace();
  await reportWrites(billing, [write(100, { traceId, phase: "failed" })]);
  expect(await codes(await purge(99, { traceId, tenant: "acme" }))).toEqual(["after_failure"]);
});

test("a committed write without a purge is flagged after a minute, and joined by what it touched", async () => {
  const tags = ["invoice:4711"];
  await reportWrites(billing, [write(90, { tenant: "globex", tags })]);
  expect((await readTenantTimeline(support, "77")).flags).toMatchObject([
    { code: "missing", purgeId: null },
  ]);
  const late = await purge(20, { selector: { tags } });
  const { flags } = await readTenantTimeline(support, "77");
  expect(flags).toMatchObject([{ code: "missing", purgeId: late }]);
  expect(await codes(late)).toEqual(["missing"]);
  await purge(85, { selector: { tags: ["tenant:77"] } });
  expect((await readTenantTimeline(support, "77")).flags).toEqual([]);
});

test("another tenant's purge belongs to none of its writes", async () => {
  await reportWrites(billing, [write(300, { tenant: "initech", tags: ["invoice:9"] })]);
  const id = await purge(295, { selector: { tags: ["invoice:9"] }, tenant: "acme" });
  expect((await readTenantTimeline(support, "78")).flags).toMatchObject([{ code: "missing" }]);
  expect(await readPurgeTimeline(support, id)).toEqual({ entries: [], flags: [] });
});

test("in the trace of a job for many tenants each purge belongs to its own tenant's writes", async () => {
  const traceId = newTrace();
  const mine = await purge(199, { traceId, selector: { tags: ["tenant:42"] } });
  await reportWrites(billing, [
    write(200, { traceId, tags: [] }),
    write(190, { traceId, tenant: "initech", tags: [] }),
    write(200, { traceId, tenant: "globex", tags: [], phase: "failed" }),
  ]);
  const ofTrace = async (tenantId: string) => {
    const { entries, flags } = await readTenantTimeline(support, tenantId);
    const ids = entries.flatMap((one) =>
      one.kind === "write" && one.traceId === traceId ? [one.id] : [],
    );
    return flags.filter(({ writeId }) => ids.includes(writeId));
  };
  expect(await ofTrace("42")).toEqual([]);
  expect(await ofTrace("78")).toMatchObject([{ code: "missing", purgeId: null }]);
  expect(await ofTrace("77")).toEqual([]);
  expect(await codes(mine)).toEqual([]);
  // A tag that tenants share is everybody's, whoever the service did it for.
  await purge(180, { traceId, selector: { tags: ["page:billing"] }, tenant: "acme" });
  expect(await ofTrace("78")).toEqual([]);
});

test("what there is not is not found", async () => {
  const id = "01979f0e-6c4e-7d1a-9f52-3c8f5f0f6a11";
  await expect(readPurgeTimeline(support, id)).rejects.toMatchObject({ code: "not_found" });
  await expect(readTenantTimeline(support, "4711")).rejects.toMatchObject({ code: "not_found" });
});
