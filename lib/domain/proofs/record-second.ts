import { type AuditActor, writeEntry } from "@/lib/audit/write-entry";
import { queuePlace } from "@/lib/domain/sending/lanes";
import { recordProof } from "@/lib/domain/purges/want-proof";
import { addMs } from "@/lib/platform/clock";
import type { Transaction } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";

/** How long the origin gets to be ready before the second purge, in milliseconds. */
const delayMs = 10_000;

/**
 * Records the second purge of one whose first fill brought the old content back: the same once more, a moment
 * later, linked to the first and proven as it was. There is never another: the database refuses one.
 *
 * @param actor who asks for it; the console itself, where the policy says so
 * @returns the second purge's id
 */
export async function recordSecond(
  tx: Transaction,
  actor: AuditActor,
  firstId: string,
): Promise<string> {
  const first = await tx.purge.findUniqueOrThrow({
    where: { id: firstId },
    include: { proof: { select: { path: true, controlTenantId: true } } },
  });
  const [clock] = await tx.$queryRaw<{ at: Date }[]>`SELECT clock_timestamp() AS at`;
  const requestedAt = clock?.at ?? new Date();
  const id = newId(requestedAt);
  const notBefore = addMs(requestedAt, delayMs);
  const { zoneId, environment, tenantId, method, selectorKind, targets, tier, source } = first;
  await tx.purge.create({
    data: {
      id,
      ...{ zoneId, environment, tenantId, method, selectorKind, targets, tier, source },
      ...queuePlace(first),
      priority: first.priority,
      status: "scheduled",
      statusCause: "The first fill after the first purge brought the old content back.",
      actorKind: actor.kind,
      actorId: actor.id,
      actorName: actor.name,
      actorRole: actor.role,
      onBehalfOf: actor.kind === "system" ? first.actorName : null,
      reason: `Second purge: after the first one the origin still delivered the old content.${first.reason === null ? "" : ` First: ${first.reason}`}`,
      ticket: first.ticket,
      ticketUrl: first.ticketUrl,
      traceId: first.traceId,
      requestedAt,
      notBefore,
      secondOfId: firstId,
    },
  });
  await recordProof(
    tx,
    { id, requestedAt },
    {
      path: first.proof?.path ?? null,
      controlTenantId: first.proof?.controlTenantId ?? null,
      comparisonId: null,
    },
  );
  await writeEntry(tx, actor, {
    action: "purge.repeat",
    subject: { kind: "purge", id },
    tenantId,
    summary: `${actor.name} asked for a second purge: the old content had come back`,
    details: { secondOf: firstId, method, kind: selectorKind, targets },
    ticket: first.ticket,
  });
  return id;
}
