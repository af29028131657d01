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

interface Change<From extends PurgeStatus> {
  from: From;
  to: Following<From>;
  /** Which purges, as a condition on the table purge. */
  where: Prisma.Sql;
  /** Why, in words for the receipt. */
  cause: string;
  /** Other columns to set with it. */
  set?: Prisma.Sql;
}

/**
 * The statement of transition(), for those who have it in a larger one. The state that was is part of its text: a plan
 * that is kept could not use the indexes of what is queued, scheduled or being sent otherwise.
 */
export function transitionStatement<From extends PurgeStatus>({
  from,
  to,
  where,
  cause,
  set,
}: Change<From>): Prisma.Sql {
  return Prisma.sql`
    UPDATE purge SET status = ${to}::"PurgeStatus", status_cause = ${cause}
      ${set === undefined ? Prisma.empty : Prisma.sql`, ${set}`}
    WHERE status = ${Prisma.raw(`'${from}'`)} AND (${where})
    RETURNING id, tenant_id, targets, attempt_count, failure_count`;
}

/**
 * Changes the state of purges that are on record: nothing else does, but by this statement. Those that are not in
 * `from` any more are left alone, so of two who try only one moves a purge. The change is written down by the database
 * itself.
 *
 * @returns the purges that were moved
 */
export async function transition<From extends PurgeStatus>(
  tx: Pick<Transaction, "$queryRaw">,
  change: Change<From>,
): Promise<MovedPurge[]> {
  const rows = await tx.$queryRaw<MovedRow[]>(transitionStatement(change));
  return rows.map((row) => ({
    id: row.id,
    tenantId: row.tenant_id,
    targets: row.targets,
    attemptCount: row.attempt_count,
    failureCount: row.failure_count,
  }));
}
