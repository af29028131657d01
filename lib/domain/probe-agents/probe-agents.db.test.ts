import { beforeAll, expect, test } from "vitest";
import { findPage } from "@/lib/domain/probes/find-page";
import { importDirectory } from "@/lib/domain/directory/import-directory";
import { revokeToken } from "@/lib/domain/tokens/revoke-token";
import type { TokenActor } from "@/lib/schemas/actor";
import { type TaskAnswer, taskAnswer, taskClaim } from "@/lib/schemas/probe-tasks";
import { exampleDirectory } from "@/prisma/factories/directory";
import { makeActor } from "@/prisma/factories/people";
import { makeService } from "@/prisma/factories/tokens";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { askAgents } from "./ask-agents";
import { claimTasks } from "./claim-tasks";
import { listAgents } from "./list-agents";
import { takeAnswer } from "./take-answer";

const database = withTestDatabase();
beforeAll(async () => {
  useTestEnv();
  await importDirectory(exampleDirectory());
});

const makeAgent = (over: object = {}) =>
  makeService({ name: "probe agent", service: "probe-agent", verbs: ["probe"], ...over });
const claim = (agent: TokenActor, waitSeconds = 0, variants = true) =>
  claimTasks(agent, { place: "Vienna", waitSeconds, variants });
const answer = (over: Partial<TaskAnswer> = {}): TaskAnswer => ({
  ...taskAnswer.parse({
    startedAt: new Date().toISOString(),
    ...{ httpStatus: 200, httpVersion: "1.1", cacheStatus: "HIT", age: 7, colo: "VIE" },
    ...{ cfRay: "0123456789abcdef-VIE", dnsMs: 1, connectMs: 2, tlsMs: 3, ttfbMs: 9, totalMs: 10 },
    ...{ fingerprint: "0123456789abcdef", bytes: 12, contentType: "text/html" },
    ...{ contentEncoding: null, cacheControl: null, etag: null, lastModified: null, vary: null },
    ...{ setsCookie: false, language: null, edgeDate: null, error: null },
  }),
  ...over,
});
const alone = async () => {
  await database().probeAgent.updateMany({ data: { lastSeenAt: new Date(0) } });
};

test("an agent that asks is asked, and its answer is a probe with its place and data centre", async () => {
  const agent = await makeAgent();
  expect((await claim(agent)).tasks).toEqual([]);
  const page = await findPage("42", "/billing");
  const asking = askAgents([page]);
  const { tasks, at } = await claim(agent, 5);
  expect(tasks).toMatchObject([
    { host: "acme.example.com", path: "/billing", edge: null, leaveOut: [], probeHeader: null },
  ]);
  expect(Math.abs(Date.parse(at) - Date.now())).toBeLessThan(60_000);
  await takeAnswer(agent, tasks[0]?.id ?? "", answer());
  expect((await asking).get(page)).toMatchObject([
    { tenantId: "42", path: "/billing", place: "Vienna", colo: "VIE", cacheStatus: "HIT", age: 7 },
  ]);
  const [listed] = (await listAgents(await makeActor("auditor"))).items;
  expect(listed).toMatchObject({ place: "Vienna", state: "active", colos: ["VIE"] });
});

test("a task is given once, answered once, by the agent that has it and in time", async () => {
  await alone();
  const [agent, other] = [await makeAgent(), await makeAgent()];
  await claim(agent);
  const page = await findPage("42", "/billing");
  const asking = askAgents([page]);
  const [first, second] = await Promise.all([claim(agent, 5), claim(agent)]);
  const [task, ...more] = [...first.tasks, ...second.tasks];
  expect(more).toEqual([]);
  const id = task?.id ?? "";
  expect((await claim(other)).tasks).toEqual([]);
  await expect(takeAnswer(other, id, answer())).rejects.toMatchObject({ code: "not_found" });
  const both = await Promise.allSettled([
    takeAnswer(agent, id, answer()),
    takeAnswer(agent, id, answer({ cacheStatus: "MISS" })),
  ]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  expect((await asking).get(page)).toHaveLength(1);
  await expect(takeAnswer(agent, id, answer())).rejects.toMatchObject({
    code: "conflict",
    message: "This task has an answer already.",
  });
  const late = askAgents([page]);
  const taken = await claim(agent, 5);
  expect((await late).get(page)).toBeUndefined();
  await expect(takeAnswer(agent, taken.tasks[0]?.id ?? "", answer())).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("too late") as string,
  });
  // Who answered nothing is not waited for again, until it asks for work.
  const count = await database().probeTask.count();
  expect((await askAgents([page])).size).toBe(0);
  expect(await database().probeTask.count()).toBe(count);
}, 30_000);

test("agents are asked for a page's variants; one that does not know them for the default one alone", async () => {
  await alone();
  const [agent, older] = [await makeAgent(), await makeAgent()];
  await claim(agent);
  expect(taskClaim.parse({ place: "Vienna" }).variants, "what an older one says").toBe(false);
  await claim(older, 0, false);
  const page = await findPage("42", "/billing");
  const euro = { name: "Euro", query: "currency=eur", language: "de" };
  const asking = askAgents([page], [null, euro]);
  const [{ tasks }, { tasks: ofOlder }] = await Promise.all([
    claim(agent, 5),
    claim(older, 5, false),
  ]);
  expect(tasks.map(({ path, variant }) => [path, variant])).toEqual([
    ["/billing", undefined],
    ["/billing", euro],
  ]);
  expect(ofOlder.map((task) => Object.keys(task))).toEqual([
    ["id", "edge", "host", "path", "leaveOut", "probeHeader"],
  ]);
  for (const { id } of tasks) await takeAnswer(agent, id, answer());
  await takeAnswer(older, ofOlder[0]?.id ?? "", answer({ colo: "AMS" }));
  const probes = (await asking)
    .get(page)
    ?.map(({ colo, path, url, variant }) => [
      ...[colo, variant, path, url.replace("https://acme.example.com", "")],
    ]);
  expect(probes?.toSorted()).toEqual([
    ["AMS", null, "/billing", "/billing"],
    ["VIE", null, "/billing", "/billing"],
    ["VIE", "Euro", "/billing", "/billing?currency=eur"],
  ]);
  const listed = (await listAgents(await makeActor("auditor"))).items;
  const knows = ({ id }: TokenActor) => listed.find(({ tokenId }) => tokenId === id)?.variants;
  expect([knows(agent), knows(older)]).toEqual([true, false]);
});

test("times that an agent tells lie within the time that it had the task", async () => {
  await alone();
  const agent = await makeAgent();
  await claim(agent);
  const page = await findPage("42", "/billing");
  for (const startedAt of ["2001-01-01T00:00:00Z", "2099-01-01T00:00:00Z"]) {
    const before = Date.now();
    const asking = askAgents([page]);
    const { tasks } = await claim(agent, 5);
    await takeAnswer(agent, tasks[0]?.id ?? "", answer({ startedAt }));
    const at = new Date((await asking).get(page)?.[0]?.startedAt ?? 0).getTime();
    expect(at).toBeGreaterThan(before - 5_000);
    expect(at).toBeLessThan(Date.now() + 5_000);
  }
});

test("only agents that are there, may, and whose tokens reach the tenant are asked", async () => {
  await alone();
  const reaching = await makeAgent({ tenants: ["42"] });
  const elsewhere = await makeAgent({ tenants: ["77"] });
  const silent = await makeAgent();
  const revoked = await makeAgent();
  for (const agent of [silent, revoked]) await claim(agent);
  await alone();
  for (const agent of [reaching, elsewhere, revoked]) await claim(agent);
  await revokeToken(await makeActor("admin"), revoked.id, "The machine is gone");
  const asking = askAgents([await findPage("42", "/billing")]);
  expect((await claim(reaching, 3)).tasks).toHaveLength(1);
  const given = await database().probeTask.findMany({
    where: { tokenId: { in: [elsewhere, silent, revoked].map(({ id }) => id) } },
  });
  expect(given).toEqual([]);
  const states = (await listAgents(await makeActor("support"))).items;
  const stateOf = ({ id }: TokenActor) => states.find(({ tokenId }) => tokenId === id)?.state;
  expect([reaching, silent, revoked].map(stateOf)).toEqual(["active", "silent", "ended"]);
  // Nobody answers; what still asks when the database closes would fail.
  expect((await asking).size).toBe(0);
});

test("a token without the verb, and a person, take nothing; nobody is asked where no agent is", async () => {
  const service = await makeService();
  const person = await makeActor("admin");
  for (const caller of [service, person]) {
    const refused = claimTasks(caller, taskClaim.parse({ place: "Vienna" }));
    await expect(refused).rejects.toMatchObject({ code: "not_allowed" });
  }
  await alone();
  const before = await database().probeTask.count();
  expect((await askAgents([await findPage("42", "/billing")])).size).toBe(0);
  expect(await database().probeTask.count()).toBe(before);
});
