import { authorize } from "@/lib/audit/authorize";
import { db } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import type { DeskAsked, DeskFigure, DeskFigures } from "@/lib/schemas/desk";
import {
  deskDefinition,
  type DeskQuestionId,
  deskQuestionIds,
  deskTitles,
} from "@/lib/schemas/desk-questions";
import { type Asked, entriesOf, readAsked, toAsked } from "./question-sql";

async function countPeople(asked: Asked): Promise<DeskFigure["people"]> {
  return db().$queryRaw<DeskFigure["people"]>`
    SELECT max(e.actor_name) AS name, count(*) FILTER (WHERE e.action = 'approval.approve')::int AS approved,
      count(*) FILTER (WHERE e.action = 'approval.deny')::int AS denied
    FROM audit_entry e WHERE ${entriesOf("approvals_by_person", asked)}
    GROUP BY e.actor_id ORDER BY count(*) DESC, max(e.actor_name) LIMIT 100`;
}

async function countOne(question: DeskQuestionId, asked: Asked): Promise<DeskFigure> {
  const [row] = await db().$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM audit_entry e WHERE ${entriesOf(question, asked)}`;
  return {
    question,
    title: deskTitles[question],
    definition: deskDefinition(question, asked),
    count: row?.count ?? 0,
    people: question === "approvals_by_person" ? await countPeople(asked) : [],
  };
}

/** The figures of every question, for callers that have asked whether somebody may see them. */
export async function countAll(asked: Asked): Promise<DeskFigure[]> {
  const figures: DeskFigure[] = [];
  // One after the other: each may read a large part of the record.
  for (const question of deskQuestionIds) figures.push(await countOne(question, asked));
  return figures;
}

/**
 * How many entries of the record answer each saved question, with the question's exact definition.
 *
 * @throws AppError not_allowed, invalid_input
 */
export async function countFigures(actor: Actor, query: DeskAsked): Promise<DeskFigures> {
  await authorize(actor, "desk.read", {
    action: "access.refuse",
    subject: { kind: "desk", id: null },
    summary: `${actor.name} was refused the auditor's desk`,
  });
  const asked = await readAsked(query);
  return { asked: toAsked(asked), figures: await countAll(asked) };
}
