import { authorize } from "@/lib/audit/authorize";
import { readSealing } from "@/lib/domain/audit/read-sealing";
import { reconciliationsOf } from "@/lib/domain/reconciliations/read-reconciliations";
import { now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import type { DeskAsked, DeskReport } from "@/lib/schemas/desk";
import { countAll } from "./count-figures";
import { readAsked, toAsked } from "./question-sql";
import { samplesOf } from "./read-samples";

type Verified = NonNullable<DeskReport["verification"]>;

/** The newest check that is on record, as its entry has it. */
async function readVerification(): Promise<Verified | null> {
  const entry = await db().auditEntry.findFirst({
    where: { action: "audit.verify", outcome: "done" },
    orderBy: [{ at: "desc" }, { id: "desc" }],
  });
  if (entry === null) return null;
  const { from, checkedTo, through, sealedTo, breakCount } = JSON.parse(entry.details) as Verified;
  return {
    ...{ at: entry.at.toISOString(), by: entry.actorName },
    ...{ from, checkedTo, through, sealedTo, breakCount },
  };
}

/**
 * A period's figures with their definitions, how the record is sealed and was checked, and what was drawn and noted.
 *
 * @throws AppError not_allowed, invalid_input
 */
export async function readReport(actor: Actor, query: DeskAsked): Promise<DeskReport> {
  await authorize(actor, "desk.read", {
    action: "access.refuse",
    subject: { kind: "desk", id: "report" },
    summary: `${actor.name} was refused the auditor's report`,
  });
  const asked = await readAsked(query);
  const period = { at: { gte: asked.from, lt: asked.to } };
  return {
    asked: toAsked(asked),
    madeAt: now().toISOString(),
    figures: await countAll(asked),
    entries: await db().auditEntry.count({ where: period }),
    refused: await db().auditEntry.count({ where: { ...period, outcome: "refused" } }),
    sealing: await readSealing(actor),
    verification: await readVerification(),
    samples: await samplesOf(asked.from, asked.to),
    reconciliations: await reconciliationsOf(asked.from, asked.to),
  };
}
