import { addMs } from "@/lib/platform/clock";
import type { Transaction } from "@/lib/platform/database";
import type { TriggerSource } from "@/lib/schemas/words";
import { Prisma } from "@/prisma/generated/client";

/** A purge that waits longer than this until it is sent is not looked for, in milliseconds. */
const longestWaitMs = 24 * 3_600_000;

/**
 * Which of these tenants another purge reached, or may have reached, since then: one of their own, one with others, or
 * one of their zone of everything or of what tenants share. It explains a page that went cold. Probes see production, so
 * purges of other environments do not count.
 *
 * @param except the purge that is looked at itself
 * @param besides a source whose purges do not count
 */
export async function findReached(
  tx: Transaction,
  tenantIds: string[],
  {
    since,
    except,
    besides = null,
  }: { since: Date; except: string | null; besides?: TriggerSource | null },
): Promise<Set<string>> {
  const from = addMs(since, -longestWaitMs);
  const accepted = Prisma.sql`p.environment IS NULL AND p.status = 'accepted' AND p.finished_at >= ${since}
    AND p.id IS DISTINCT FROM ${except}::uuid AND p.source::text IS DISTINCT FROM ${besides}::text`;
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT t.id FROM tenant t WHERE t.id = ANY(${tenantIds}) AND (
      EXISTS (SELECT FROM purge p
        WHERE p.tenant_id = t.id AND p.requested_at >= ${from} AND ${accepted})
      OR EXISTS (SELECT FROM purge_tenant s JOIN purge p ON p.id = s.purge_id
        WHERE s.tenant_id = t.id AND s.requested_at >= ${from} AND ${accepted})
      OR EXISTS (SELECT FROM purge p
        WHERE p.zone_id = t.zone_id AND p.tier IN ('shared', 'everything') AND p.requested_at >= ${from}
          AND ${accepted}))`;
  return new Set(rows.map(({ id }) => id));
}
