import { authorize } from "@/lib/audit/authorize";
import { writeEntry } from "@/lib/audit/write-entry";
import { now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";
import type { Actor } from "@/lib/schemas/actor";
import type { DeskSample, DeskSampleRequest } from "@/lib/schemas/desk";
import { type DeskQuestionId, deskTitles } from "@/lib/schemas/desk-questions";
import { type Asked, entriesOf, readAsked, toAsked } from "./question-sql";
import { findSample } from "./read-samples";

/**
 * Draws by lot: entries are put in the order of SHA-256 over the seed, a colon and the entry's id, and the first are
 * taken. Whoever has the population and the seed can do it again without the console (docs/auditors-desk.md).
 */
async function draw(question: DeskQuestionId, asked: Asked, seed: string, size: number) {
  const [row] = await db().$queryRaw<{ population: number; digest: string; drawn: string[] }[]>`
    WITH population AS MATERIALIZED (
      SELECT e.id FROM audit_entry e WHERE ${entriesOf(question, asked)})
    SELECT (SELECT count(*)::int FROM population) AS population,
      (SELECT encode(sha256(convert_to(coalesce(string_agg(id::text, ',' ORDER BY id), ''), 'UTF8')), 'hex')
        FROM population) AS digest,
      ARRAY(SELECT id::text FROM population
        ORDER BY sha256(convert_to(${`${seed}:`} || id::text, 'UTF8')), id LIMIT ${size}) AS drawn`;
  return row ?? { population: 0, digest: "", drawn: [] };
}

/**
 * Draws a sample of the entries that answer a question, and keeps it with its audit entry, in one transaction. The
 * same seed, size, period, hours and `asOf` draw the same of the same population.
 *
 * @throws AppError not_allowed, invalid_input, also for a period that has not ended a minute ago
 */
export async function drawSample(
  actor: Actor,
  { question, seed, size, ...query }: DeskSampleRequest,
): Promise<DeskSample> {
  const refused = {
    action: "desk.sample" as const,
    subject: { kind: "desk", id: question },
    summary: `${actor.name} was refused to draw a sample`,
  };
  await authorize(actor, "desk.sign", refused);
  const asked = await readAsked(query, true);
  const { population, digest, drawn } = await draw(question, asked, seed, size);
  const drawnAt = now();
  const id = newId(drawnAt);
  await db().$transaction(async (tx) => {
    await tx.deskSample.create({
      data: {
        ...{ id, question, asked: toAsked(asked), seed, size, population },
        ...{ populationDigest: digest, entryIds: drawn, drawnAt },
        ...{ drawnById: actor.id, drawnBy: actor.name },
      },
    });
    await writeEntry(tx, actor, {
      action: "desk.sample",
      subject: { kind: "desk_sample", id },
      summary: `${actor.name} drew ${drawn.length} of ${population}: ${deskTitles[question]}`,
      details: {
        ...{ question, ...toAsked(asked), seed, size, population },
        ...{ populationDigest: digest, entryIds: drawn },
      },
    });
  });
  return findSample(id);
}
