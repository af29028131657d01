import { createHash } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { addMs, now } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";
import type { Actor } from "@/lib/schemas/actor";
import { deskAsked, deskSampleRequest } from "@/lib/schemas/desk";
import type { DeskQuestionId } from "@/lib/schemas/desk-questions";
import { makeActor } from "@/prisma/factories/people";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { countFigures } from "./count-figures";
import { drawSample } from "./draw-sample";
import { exportAnswer } from "./export-answer";
import { listAnswer } from "./list-answer";
import { listSamples, readSample } from "./read-samples";
import { signOff } from "./sign-off";

const database = withTestDatabase();
const [from, to] = ["2026-03-02T00:00:00.000Z", "2026-03-09T00:00:00.000Z"];
const asked = deskAsked.parse({ from, to });
let auditor: Actor;
let admin: Actor;

interface Made {
  at: string;
  action: string;
  purge?: string;
  by?: "person" | "system";
  name?: string;
  tier?: string;
  outcome?: "done" | "refused";
}

/** Entries as the console writes them, at times of their own. */
async function record(entries: Made[]): Promise<string[]> {
  const rows = entries.map(({ at, action, purge, by = "person", name, tier, outcome }) => ({
    ...{ id: newId(new Date(at)), at: new Date(at), action, outcome: outcome ?? ("done" as const) },
    ...{ actorKind: by, actorId: name ?? null, actorName: name ?? "support@example.com" },
    ...{ subjectKind: "purge", subjectId: purge ?? newId(), summary: `=${action}` },
    ...{ details: JSON.stringify(tier === undefined ? {} : { tier }), requestId: "test" },
  }));
  await database().auditEntry.createMany({ data: rows });
  return rows.map(({ id }) => id);
}

const idsOf = async (question: DeskQuestionId, query: object = {}) => {
  const { items } = await listAnswer(auditor, question, {
    ...deskAsked.parse({ from, to, ...query }),
    limit: 200,
  });
  return items.map(({ id }) => id).sort();
};

beforeAll(async () => {
  useTestEnv();
  auditor = await makeActor("auditor");
  admin = await makeActor("admin");
});

describe("the questions", () => {
  test("wide purges: those of a shared tag or a whole zone, and nothing that was refused", async () => {
    const at = "2026-03-03T10:00:00Z";
    const made = await record([
      { at, action: "purge.request", tier: "shared" },
      { at, action: "purge.break_glass", tier: "everything" },
      { at, action: "purge.request", tier: "tenant" },
      { at, action: "purge.request", tier: "shared", outcome: "refused" },
      { at, action: "purge.accept", tier: "shared" },
      { at: "2026-03-09T00:00:00Z", action: "purge.request", tier: "shared" },
    ]);
    const wide = await idsOf("wide_purges");
    expect(wide).toEqual([made[0], made[1]].sort());
  });

  test("outside hours: by a person whom nobody had approved, by the clock of the place of work", async () => {
    const approved = newId();
    const made = await record([
      { at: "2026-03-04T07:59:00Z", action: "purge.request" },
      { at: "2026-03-04T08:00:00Z", action: "purge.request" },
      { at: "2026-03-04T18:00:00Z", action: "purge.request" },
      { at: "2026-03-07T12:00:00Z", action: "purge.request" },
      { at: "2026-03-07T12:00:00Z", action: "purge.request", by: "system" },
      { at: "2026-03-07T13:00:00Z", action: "purge.request", purge: approved },
      { at: "2026-03-07T14:00:00Z", action: "approval.approve", purge: approved, name: "e" },
    ]);
    const outside = await idsOf("outside_hours");
    expect(outside).toEqual([made[0], made[2], made[3]].sort());
    // Seen from before the yes it was self-service, and in Auckland 08:00 UTC is the evening.
    expect(await idsOf("outside_hours", { asOf: "2026-03-07T13:30:00Z" })).toContain(made[5]);
    const there = { timeZone: "Pacific/Auckland" };
    expect(await idsOf("outside_hours", there)).toContain(made[1]);
    for (const timeZone of ["+02:00", "Nowhere/City"]) {
      expect(deskAsked.safeParse({ from, to, timeZone }).success).toBe(false);
      const query = { ...asked, timeZone, limit: 10 };
      if (timeZone.startsWith("+")) continue;
      const refused = listAnswer(auditor, "outside_hours", query);
      await expect(refused).rejects.toMatchObject({ code: "invalid_input" });
    }
  });

  test("approvals by person count decisions of people alone", async () => {
    const at = "2026-03-05T10:00:00Z";
    await record([
      { at, action: "approval.approve", name: "ada" },
      { at, action: "approval.approve", name: "ada" },
      { at, action: "approval.deny", name: "ada" },
      { at, action: "approval.deny", name: "ben" },
      { at, action: "approval.expire", by: "system", name: "console" },
    ]);
    const { figures } = await countFigures(auditor, asked);
    const figure = figures.find(({ question }) => question === "approvals_by_person");
    expect(figure?.people).toEqual([
      { name: "ada", approved: 2, denied: 1 },
      { name: "ben", approved: 0, denied: 1 },
      { name: "e", approved: 1, denied: 0 },
    ]);
    expect(figure?.count).toBe(5);
  });

  test("failed and never resolved: the last failure of each, as of a time", async () => {
    const [open, mended, closed, again] = [newId(), newId(), newId(), newId()];
    const later = newId();
    const fail = (at: string, purge: string): Made => ({
      at,
      action: "purge.fail",
      by: "system",
      purge,
    });
    const made = await record([
      fail("2026-03-06T10:00:00Z", open),
      fail("2026-03-06T11:00:00Z", open),
      fail("2026-03-06T10:00:00Z", mended),
      { at: "2026-03-08T10:00:00Z", action: "purge.accept", purge: mended, by: "system" },
      fail("2026-03-06T10:00:00Z", closed),
      { at: "2026-03-20T10:00:00Z", action: "purge.resolve", purge: closed },
      fail("2026-03-06T10:00:00Z", again),
      { at: "2026-03-06T12:00:00Z", action: "purge.retry", purge: again },
      fail("2026-03-06T13:00:00Z", later),
      // Of the next period, and no end of the one before: the purge is still open in this one.
      fail("2026-03-09T10:00:00Z", later),
      { at: "2026-03-21T10:00:00Z", action: "purge.accept", purge: later, by: "system" },
    ]);
    expect(await idsOf("failed_unresolved")).toEqual([made[1], made[6]].sort());
    const meanwhile = await idsOf("failed_unresolved", { asOf: "2026-03-20T12:00:00Z" });
    expect(meanwhile).toEqual([made[1], made[6], made[8]].sort());
    const before = await idsOf("failed_unresolved", { asOf: "2026-03-10T00:00:00Z" });
    expect(before).toEqual([made[1], made[4], made[6], made[8]].sort());
    // Seen from within the period, what came after is not there yet.
    const early = await idsOf("failed_unresolved", { asOf: "2026-03-06T10:30:00Z" });
    expect(early).toEqual([made[0], made[2], made[4], made[6]].sort());
  });

  test("break-glass not reviewed: until a review was done, not only tried", async () => {
    const [seen, tried] = [newId(), newId()];
    const at = "2026-03-08T10:00:00Z";
    const glass = (purge: string): Made => ({
      at,
      action: "purge.break_glass",
      purge,
      tier: "tenant",
    });
    const made = await record([
      glass(seen),
      glass(tried),
      { at, action: "break_glass.review", purge: seen, name: "ada" },
      { at, action: "break_glass.review", purge: tried, name: "ada", outcome: "refused" },
    ]);
    const open = await idsOf("break_glass_unreviewed");
    expect(open).toContain(made[1]);
    expect(open).not.toContain(made[0]);
  });

  test("a list goes on where it ended, and a file has what the list has, harmless in a spreadsheet", async () => {
    const all = await idsOf("failed_unresolved");
    const first = await listAnswer(auditor, "failed_unresolved", { ...asked, limit: 1 });
    const second = await listAnswer(auditor, "failed_unresolved", {
      ...asked,
      limit: 50,
      cursor: first.nextCursor ?? "",
    });
    expect([...first.items, ...second.items].map(({ id }) => id).sort()).toEqual(all);
    const file = await new Response(
      await exportAnswer(auditor, "failed_unresolved", { ...asked, format: "csv" }),
    ).text();
    expect(file.split("\r\n")).toHaveLength(all.length + 2);
    expect(file).toContain("'=purge.fail");
    const entry = await database().auditEntry.findFirstOrThrow({
      where: { action: "desk.export" },
    });
    expect(JSON.parse(entry.details)).toMatchObject({ format: "csv", from, to });
  });
});

describe("a sample", () => {
  const lot = (more: object = {}) =>
    deskSampleRequest.parse({
      ...{ question: "wide_purges", from: "2026-04-01T00:00:00Z", to: "2026-05-01T00:00:00Z" },
      ...{ seed: "2026-04", size: 10, asOf: "2026-05-02T00:00:00Z", ...more },
    });
  let population: string[];
  beforeAll(async () => {
    population = await record(
      Array.from({ length: 200 }, (_, n) => ({
        at: new Date(Date.UTC(2026, 3, 1 + (n % 28))).toISOString(),
        action: "purge.request",
        tier: "shared",
      })),
    );
  });

  test("is the same for the same seed, another for another, and can be drawn without the console", async () => {
    const one = await drawSample(auditor, lot());
    const two = await drawSample(auditor, lot());
    const other = await drawSample(auditor, lot({ seed: "another" }));
    const ids = ({ items }: typeof one) => items.map(({ entryId }) => entryId);
    expect(ids(two)).toEqual(ids(one));
    expect(ids(other)).not.toEqual(ids(one));
    expect(one).toMatchObject({
      population: 200,
      drawn: 10,
      populationDigest: two.populationDigest,
    });
    const digest = (text: string) => createHash("sha256").update(text).digest("hex");
    const ordered = [...population].sort((a, b) =>
      digest(`2026-04:${a}`) < digest(`2026-04:${b}`) ? -1 : 1,
    );
    expect(ids(one)).toEqual(ordered.slice(0, 10));
    expect(one.populationDigest).toBe(digest([...population].sort().join(",")));
    const entry = await database().auditEntry.findFirstOrThrow({
      where: { action: "desk.sample", subjectId: one.id },
    });
    expect(JSON.parse(entry.details)).toMatchObject({ seed: "2026-04", population: 200 });
  });

  test("has notes that are added to and never changed, each on record", async () => {
    const sample = await drawSample(auditor, lot());
    const entryId = sample.items[0]?.entryId ?? "";
    await signOff(auditor, sample.id, {
      entryId,
      finding: "follow_up",
      note: "No ticket is named",
    });
    await signOff(auditor, sample.id, {
      entryId,
      finding: "in_order",
      note: "The ticket was found",
    });
    const read = await readSample(admin, sample.id);
    expect(read).toMatchObject({ signed: 1, followUps: 0 });
    expect(read.items[0]?.signOffs.map(({ note, by }) => [note, by])).toEqual([
      ["No ticket is named", auditor.name],
      ["The ticket was found", auditor.name],
    ]);
    const noted = await database().auditEntry.findMany({
      where: { action: "desk.sign_off", subjectId: sample.id, outcome: "done" },
    });
    expect(noted.map(({ reason }) => reason)).toHaveLength(2);
    for (const table of ["desk_sample", "desk_sign_off"]) {
      for (const statement of [
        `UPDATE ${table} SET id = id`,
        `DELETE FROM ${table}`,
        `TRUNCATE ${table} CASCADE`,
      ]) {
        await expect(database().$executeRawUnsafe(statement), statement).rejects.toThrow(
          /never changed or removed/,
        );
      }
    }
  });

  test("is for auditors to draw and to sign, and only of what was drawn", async () => {
    for (const role of ["support", "engineer", "admin"] as const) {
      const other = await makeActor(role);
      await expect(drawSample(other, lot())).rejects.toMatchObject({ code: "not_allowed" });
      const note = { entryId: newId(), finding: "in_order" as const, note: "looked at" };
      await expect(signOff(other, newId(), note)).rejects.toMatchObject({ code: "not_allowed" });
    }
    const sample = await drawSample(auditor, lot());
    const foreign = { entryId: newId(), finding: "in_order" as const, note: "looked at" };
    await expect(signOff(auditor, sample.id, foreign)).rejects.toMatchObject({
      code: "invalid_input",
    });
    await expect(signOff(auditor, newId(), foreign)).rejects.toMatchObject({ code: "not_found" });
    expect((await listSamples(admin)).items.length).toBeGreaterThan(0);
  });

  test("is of a period that has ended: its population stands still", async () => {
    const open = { to: addMs(now(), -10_000).toISOString(), asOf: undefined };
    await expect(drawSample(auditor, lot(open))).rejects.toMatchObject({ code: "invalid_input" });
    const later = { asOf: addMs(now(), 60_000).toISOString() };
    await expect(drawSample(auditor, lot(later))).rejects.toMatchObject({ code: "invalid_input" });
  });
});
