import { authorize } from "@/lib/audit/authorize";
import { db } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import type { AskedAnswer, DeskSample, DeskSampleBrief, DeskSamples } from "@/lib/schemas/desk";
import { deskDefinition, type DeskQuestionId, deskTitles } from "@/lib/schemas/desk-questions";
import { AppError } from "@/lib/schemas/errors";
import type { Prisma } from "@/prisma/generated/client";
import { readEntries } from "./list-answer";

const mostListed = 100;
const withSignOffs = {
  signOffs: { orderBy: [{ signedAt: "asc" }, { id: "asc" }] },
} satisfies Prisma.DeskSampleInclude;
type Row = Prisma.DeskSampleGetPayload<{ include: typeof withSignOffs }>;

/** A sample without its entries. */
function toBrief(row: Row): DeskSampleBrief {
  const asked = row.asked as unknown as AskedAnswer;
  const question = row.question as DeskQuestionId;
  const newest = new Map(row.signOffs.map(({ entryId, finding }) => [entryId, finding]));
  return {
    ...{ id: row.id, question, title: deskTitles[question], asked },
    definition: deskDefinition(question, asked),
    ...{ seed: row.seed, size: row.size, population: row.population },
    ...{ populationDigest: row.populationDigest, drawn: row.entryIds.length },
    signed: newest.size,
    followUps: [...newest.values()].filter((finding) => finding === "follow_up").length,
    ...{ drawnBy: row.drawnBy, drawnAt: row.drawnAt.toISOString() },
  };
}

/** A sample with its entries and what was noted of each; for callers that have asked who reads it. */
async function toSample(row: Row): Promise<DeskSample> {
  const entries = await readEntries(row.entryIds);
  return {
    ...toBrief(row),
    items: row.entryIds.map((entryId, at) => ({
      entryId,
      entry: entries[at] ?? null,
      signOffs: row.signOffs
        .filter((one) => one.entryId === entryId)
        .map(({ id, finding, note, signedBy, signedAt }) => ({
          ...{ id, note, by: signedBy, at: signedAt.toISOString() },
          finding: finding === "in_order" ? ("in_order" as const) : ("follow_up" as const),
        })),
    })),
  };
}

/** @throws AppError not_found */
export async function findSample(id: string): Promise<DeskSample> {
  const row = await db().deskSample.findUnique({ where: { id }, include: withSignOffs });
  if (row === null) throw new AppError("not_found", "There is no such sample.");
  return toSample(row);
}

async function requireReader(actor: Actor, id: string | null): Promise<void> {
  await authorize(actor, "desk.read", {
    action: "access.refuse",
    subject: { kind: "desk_sample", id },
    summary: `${actor.name} was refused samples of the record`,
  });
}

/**
 * A sample, its entries, and what was noted of each.
 *
 * @throws AppError not_allowed, not_found
 */
export async function readSample(actor: Actor, id: string): Promise<DeskSample> {
  await requireReader(actor, id);
  return findSample(id);
}

/**
 * The newest samples.
 *
 * @throws AppError not_allowed
 */
export async function listSamples(actor: Actor): Promise<DeskSamples> {
  await requireReader(actor, null);
  const rows = await db().deskSample.findMany({
    include: withSignOffs,
    orderBy: [{ drawnAt: "desc" }, { id: "desc" }],
    take: mostListed,
  });
  return { items: rows.map(toBrief) };
}

/** Samples of periods that overlap with this one, the oldest first. */
export async function samplesOf(from: Date, to: Date): Promise<DeskSample[]> {
  const rows = await db().deskSample.findMany({
    include: withSignOffs,
    orderBy: [{ drawnAt: "asc" }, { id: "asc" }],
    // A sample is drawn when its period is over.
    where: { drawnAt: { gte: from } },
    take: mostListed,
  });
  const overlaps = rows.filter(({ asked }) => {
    const span = asked as unknown as AskedAnswer;
    return Date.parse(span.from) < to.getTime() && Date.parse(span.to) > from.getTime();
  });
  return Promise.all(overlaps.map(toSample));
}
