import { queuePlace } from "@/lib/domain/sending/lanes";
import { db } from "@/lib/platform/database";
import { newId, newTraceId } from "@/lib/platform/ids";
import type { Prisma } from "@/prisma/generated/client";

type PurgeData = Prisma.PurgeCreateManyInput;

interface PurgeChoice {
  zoneId: string;
  environment?: string | null;
  tenantId?: string | null;
  requestedAt?: Date;
  targets?: string[];
}

/** A purge as it is inserted, queued, of tag by tag as a job asks for them unless `over` says otherwise. */
export function makePurge(
  over: Omit<Partial<PurgeData>, keyof PurgeChoice> & PurgeChoice,
): PurgeData {
  const requestedAt = over.requestedAt ?? new Date();
  const purge = {
    id: newId(requestedAt),
    environment: null,
    tenantId: null,
    method: "purge" as const,
    selectorKind: "tags" as const,
    targets: ["tenant:42"],
    tier: "object",
    status: "queued" as const,
    statusCause: "Requested by a job.",
    source: "job" as const,
    actorKind: "service" as const,
    actorName: "nightly-statements",
    traceId: newTraceId(),
    requestedAt,
    notBefore: requestedAt,
    ...over,
  };
  const { zoneId, environment, tenantId, method, selectorKind } = purge;
  const { targets } = purge;
  const place = queuePlace({ zoneId, environment, tenantId, method, selectorKind, targets });
  return { ...purge, ...place, ...(over.fairKey === undefined ? {} : { fairKey: over.fairKey }) };
}

/** Inserts purges in one transaction, so that senders see all of them at once. */
export async function queuePurges(purges: PurgeData[]): Promise<string[]> {
  const atOnce = 1_000;
  await db().$transaction(
    async (tx) => {
      for (let from = 0; from < purges.length; from += atOnce) {
        await tx.purge.createMany({ data: purges.slice(from, from + atOnce) });
      }
    },
    { timeout: 300_000 },
  );
  return purges.map(({ id }) => id);
}
