import { authorize } from "@/lib/audit/authorize";
import { writeEntry } from "@/lib/audit/write-entry";
import { canProbe } from "@/lib/edge/probe/variant-request";
import { pageUrl } from "@/lib/edge/probe/send-probe";
import { now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";
import type { Actor } from "@/lib/schemas/actor";
import type { Diagnosis, DiagnosisRequest, PurgeProposal } from "@/lib/schemas/diagnoses";
import type { Prisma } from "@/prisma/generated/client";
import { askPage, type Seen } from "./ask-page";
import { diagnosisSelect, toDiagnosis } from "./diagnosis-row";
import { type AskedPage, findPageSetUp } from "./find-page-set-up";
import { judgeCopies } from "./judge-copies";
import type { Judgement } from "./stale-evidence";

/** More variants of one page than this are not asked about. */
const mostVariants = 8;

interface Found {
  asked: AskedPage;
  all: readonly Seen[];
  judgement: Judgement;
  proposal: PurgeProposal | null;
}

/** Keeps what was found with its probes and its audit entry, in one transaction. */
async function record(actor: Actor, { asked, all, judgement, proposal }: Found): Promise<string> {
  const { tenant, request } = asked.page;
  const { cause, confidence, summary, evidence, missing, nextStep, purgeId } = judgement;
  const id = newId();
  const url = pageUrl(request);
  await db().$transaction(async (tx) => {
    await tx.diagnosis.create({
      data: {
        ...{ id, url, cause, confidence, summary, evidence, missing, nextStep, purgeId },
        tenantId: tenant.id,
        host: request.host,
        path: request.path,
        createdById: actor.id,
        createdAt: now(),
        ...(proposal === null ? {} : { proposal: proposal as Prisma.InputJsonObject }),
        origin: all.flatMap(({ originAnswers }) => originAnswers),
      },
    });
    const probes = all.flatMap((seen) => seen.probes);
    await tx.probe.createMany({ data: probes.map((one) => ({ ...one, diagnosisId: id })) });
    await writeEntry(tx, actor, {
      action: "diagnosis.run",
      subject: { kind: "diagnosis", id },
      tenantId: tenant.id,
      summary: `${actor.name} asked why ${request.path} of ${tenant.slug} is stale`,
      details: { url, cause, confidence, purgeId },
    });
  });
  return id;
}

/**
 * Finds out why a page of a tenant shows old content: asks the edge and the origin, reads what is on record, and
 * keeps the one cause that it names. Purges nothing.
 *
 * @throws AppError not_allowed, not_found, invalid_input naming the address when it is not the tenant's
 */
export async function runDiagnosis(
  actor: Actor,
  { tenantId, address }: DiagnosisRequest,
): Promise<Diagnosis> {
  await authorize(actor, "diagnosis.run", {
    action: "diagnosis.run",
    subject: { kind: "tenant", id: tenantId },
    tenantId,
    summary: `${actor.name} was refused to ask why a page is stale`,
  });
  const asked = await findPageSetUp(tenantId, address);
  const variants = asked.page.variants.filter(canProbe).slice(0, mostVariants);
  const all = await Promise.all([null, ...variants].map((variant) => askPage(asked, variant)));
  const id = await record(actor, { asked, all, ...(await judgeCopies(asked, all)) });
  return toDiagnosis(
    await db().diagnosis.findUniqueOrThrow({ where: { id }, select: diagnosisSelect }),
  );
}
