import { addMs, now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/database";
import type { Caller } from "@/lib/schemas/actor";
import { writeEntry } from "./write-entry";

/** Who looks at a tenant reads several lists of it, and again while it stands open: one entry for so long, in ms. */
const onceInMs = 10 * 60_000;

/**
 * Puts on record that an auditor read the history of a tenant. Others read it for their work, and what they do is on
 * record; an auditor does nothing but read.
 *
 * @throws AppError unavailable when it cannot be recorded: then nothing is to be read
 */
export async function noteReading(actor: Caller, tenantId: string): Promise<void> {
  if (actor.role !== "auditor") return;
  const action = "tenant.read_history";
  await db().$transaction(async (tx) => {
    // Two lists that are asked for at the same moment are one look.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`${actor.id} ${tenantId}`}, 0))`;
    const known = await tx.auditEntry.findFirst({
      where: { tenantId, action, actorId: actor.id, at: { gt: addMs(now(), -onceInMs) } },
      select: { id: true },
    });
    if (known !== null) return;
    await writeEntry(tx, actor, {
      action,
      subject: { kind: "tenant", id: tenantId },
      tenantId,
      summary: `${actor.name} read the history of the tenant ${tenantId}`,
    });
  });
}
