import { beforeAll, beforeEach, expect, test } from "vitest";
import { readTagPlan } from "@/lib/domain/tag-plans/read-tag-plan";
import type { Actor, Caller } from "@/lib/schemas/actor";
import { directoryFile, tagPlanBody } from "@/lib/schemas/directory";
import type { ScopeClass } from "@/lib/schemas/words";
import { exampleDirectory } from "@/prisma/factories/directory";
import { makeActor, signedInAgo } from "@/prisma/factories/people";
import { makeService } from "@/prisma/factories/tokens";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { importDirectory } from "./import-directory";
import { importForCaller, putTagPlan } from "./sync-directory";

const database = withTestDatabase();
const directory = exampleDirectory();
const zone = directory.zones[0] ?? { id: "", name: "" };
const begin: Record<string, ScopeClass> = { "row:{id}": "object", "page:{name}": "shared" };
let engineer: Actor;
let admin: Actor;
beforeAll(async () => {
  useTestEnv();
  await importDirectory(directory);
});
beforeEach(async () => {
  engineer = await makeActor("engineer");
  admin = await makeActor("admin");
  await put(admin, begin);
});

const linesOf = (plan: Record<string, ScopeClass>) =>
  Object.entries(plan).map(([pattern, scope]) => ({ pattern, scope }));
const put = (actor: Caller, plan: Record<string, ScopeClass>) =>
  putTagPlan(actor, zone.name, tagPlanBody.parse({ patterns: linesOf(plan) }));
const load = (actor: Caller, plan: Record<string, ScopeClass>, dryRun = false) => {
  const tagPlan = linesOf(plan).map((line) => ({ zone: zone.name, ...line }));
  return importForCaller(actor, directoryFile.parse({ tagPlan }), dryRun);
};
const planNow = async () =>
  Object.fromEntries(
    (await readTagPlan(admin, zone.id)).lines.map(({ pattern, scope }) => [pattern, scope]),
  );
const refusals = ({ id }: Actor) =>
  database().auditEntry.findMany({ where: { actorId: id, outcome: "refused" } });
const looser = { ...begin, "page:{name}": "object" as const };

test("an engineer alone makes no shared tag one person's, by whichever way, and each try is on record", async () => {
  const tries = [
    () => put(engineer, looser),
    () => put(engineer, { ...begin, "page:billing": "object" }),
    () => load(engineer, { "page:{name}": "tenant" }),
    () => load(engineer, { "page:{name}": "object" }, true),
    () => load(engineer, { "new:{id}": "object" }),
  ];
  for (const each of tries)
    await expect(each()).rejects.toMatchObject({
      code: "not_allowed",
      message: expect.stringContaining("Ask an admin") as string,
    });
  expect(await planNow()).toEqual(begin);
  const written = await refusals(engineer);
  expect(written).toHaveLength(tries.length);
  expect(written[0]).toMatchObject({
    ...{ action: "directory.sync", subjectKind: "tag_plan", subjectId: zone.id },
    details: expect.stringContaining("page:{name}") as string,
  });
});

test("what asks for as much or more an engineer changes as before", async () => {
  await put(engineer, { "row:{id}": "shared", "page:{name}": "shared", "all:pages": "shared" });
  await load(engineer, { "row:{id}": "unknown" });
  await put(engineer, { "row:{id}": "unknown" });
  expect(await planNow()).toEqual({ "row:{id}": "unknown" });
  expect(await refusals(engineer)).toEqual([]);
});

test("a shared exception is not taken out by an engineer where an object's line takes its tags over", async () => {
  await put(admin, { ...begin, "row:all": "shared" });
  await expect(put(engineer, begin)).rejects.toMatchObject({ code: "not_allowed" });
  expect(await planNow()).toEqual({ ...begin, "row:all": "shared" });
});

test("an admin loosens with a sign-in as recent as a change of the policy takes", async () => {
  await signedInAgo(admin, 16);
  await expect(put(admin, looser)).rejects.toMatchObject({ code: "sign_in_again" });
  await expect(load(admin, looser)).rejects.toMatchObject({ code: "sign_in_again" });
  expect(await refusals(admin)).toHaveLength(2);
  expect(await planNow()).toEqual(begin);
  await signedInAgo(admin, 14);
  await put(admin, looser);
  expect(await planNow()).toEqual(looser);
});

test("a service's token with sync goes on: an admin made it", async () => {
  await put(await makeService({ verbs: ["sync"] }), looser);
  expect(await planNow()).toEqual(looser);
});
