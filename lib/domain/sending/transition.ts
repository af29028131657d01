import type { Transaction } from "@/lib/platform/database";
import type { PurgeStatus } from "@/lib/schemas/words";
import { Prisma } from "@/prisma/generated/client";
import type { Following } from "./purge-states";

/** A purge whose state was changed, as it is now. */
export interface MovedPurge {
  id: string;
  tenantId: string | null;
  targets: string[];
  attemptCount: number;
  failureCount: number;
}

interface MovedRow {
  id: string;
  tenant_id: string | null;
  targets: string[];
  attempt_count: number;
  failure_count: number;
}

/**
 * Changes the state of purges: the only function that does. Those that are not in `from` any more are
 * left alone, so of two who try only one moves a purge. The change is written down by the database itself.
 *
 * @param change.where which purges, as a condition on the table purge
 * @param change.cause why, in words for the receipt
 * @param change.set other columns to set with it
 * @returns the purges that were moved
 */
export async function transition<From extends PurgeStatus>(
  tx: Pick<Transaction, "$queryRaw">,
  change: {
    from: From;
    to: Following<From>;
    where: Prisma.Sql;
    cause: string;
    set?: Prisma.Sql;
  },
): Promise<MovedPurge[]> {
  const { from, to, where, cause, set } = change;
  const rows = await tx.$queryRaw<MovedRow[]>`
    UPDATE purge SET status = ${to}::"PurgeStatus", status_cause = ${cause}
      ${set === undefined ? Prisma.empty : Prisma.sql`, ${set}`}
    WHERE status = ${from}::"PurgeStatus" AND (${where})
    RETURNING id, tenant_id, targets, attempt_count, failure_count`;
  return rows.map((row) => ({
    id: row.id,
    tenantId: row.tenant_id,
    targets: row.targets,
    attemptCount: row.attempt_count,
    failureCount: row.failure_count,
  }));
}
