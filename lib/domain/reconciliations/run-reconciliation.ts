import { consoleActor, writeEntry } from "@/lib/audit/write-entry";
import type { LoggedPurge } from "@/lib/edge/audit-log";
import { bareRay } from "@/lib/edge/cloudflare/read-audit-log";
import { addMs, now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";
import {
  type AccountRead,
  type ReconciliationState,
  reconciliationStates,
  toleranceMs,
} from "@/lib/schemas/reconciliations";
import type { SelectorKind } from "@/lib/schemas/words";
import { type HeldReconciliation, renewLease } from "./claim-reconciliation";
import { matchPurges, type SentCall } from "./match-purges";
import { readAccount } from "./read-account";

const rowsAtOnce = 1_000;

/**
 * Calls around the period that were accepted or whose outcome is not known, the reported ones included. Those of the
 * practice history were made up at its start and never sent.
 */
async function readCalls(from: Date, to: Date): Promise<SentCall[]> {
  const rows = await db().$queryRaw<
    (Omit<SentCall, "ray" | "kind"> & { cfRay: string | null; kind: string })[]
  >`
    SELECT c.id::text AS id, c.zone_id AS "zoneId", c.started_at AS "startedAt",
      c.finished_at AS "finishedAt", coalesce(c.outcome::text, 'unknown') AS outcome, c.cf_ray AS "cfRay",
      c.kind::text AS kind, c.targets,
      CASE WHEN c.sender LIKE 'reported by %' THEN substr(c.sender, 13) END AS "reportedBy",
      (SELECT a.purge_id::text FROM attempt a WHERE a.call_id = c.id ORDER BY a.purge_id LIMIT 1) AS "purgeId"
    FROM purge_call c
    WHERE c.started_at >= ${addMs(from, -toleranceMs)} AND c.started_at < ${addMs(to, toleranceMs)}
      AND c.sender <> 'practice data' AND (c.outcome IS NULL OR c.outcome IN ('accepted', 'unknown'))
    ORDER BY c.started_at, c.id`;
  return rows.map(({ cfRay, kind, ...row }) => ({
    ...row,
    kind: kind as SelectorKind,
    ray: bareRay(cfRay),
  }));
}

/** The state of all: that of the account of which least was read. */
function worst(accounts: AccountRead[]): ReconciliationState {
  const order = (state: ReconciliationState) => reconciliationStates.indexOf(state);
  return accounts.reduce<ReconciliationState>(
    (state, one) => (order(one.state) > order(state) ? one.state : state),
    "whole",
  );
}

interface Read {
  accounts: AccountRead[];
  logged: LoggedPurge[];
  readToOf: (zoneId: string) => Date | null;
}

async function readLogs(held: HeldReconciliation, isStopped: () => boolean): Promise<Read> {
  const zones = await db().zone.findMany({ select: { id: true, accountId: true } });
  const accountIds = [...new Set(zones.map(({ accountId }) => accountId))].sort();
  // Nobody is asked for what has not been yet.
  const until = new Date(Math.min(addMs(held.to, toleranceMs).getTime(), now().getTime()));
  const accounts: AccountRead[] = [];
  const logged: LoggedPurge[] = [];
  const readTo = new Map<string, Date | null>();
  for (const accountId of accountIds) {
    const { read, purges } = await readAccount(
      accountId,
      addMs(held.from, -toleranceMs),
      until,
      async () => !isStopped() && (await renewLease(held)),
    );
    accounts.push(read);
    logged.push(...purges);
    readTo.set(accountId, read.readTo === null ? null : new Date(read.readTo));
  }
  const accountOf = new Map(zones.map(({ id, accountId }) => [id, accountId]));
  return { accounts, logged, readToOf: (zone) => readTo.get(accountOf.get(zone) ?? "") ?? null };
}

/**
 * Reads the log of every account that the directory's zones belong to, compares it with what the console sent, and keeps
 * what differs, with its audit entry, in one transaction. One that another process has taken over changes nothing.
 */
export async function runReconciliation(
  held: HeldReconciliation,
  isStopped: () => boolean,
): Promise<void> {
  const readAt = now();
  const { accounts, logged, readToOf } = await readLogs(held, isStopped);
  if (isStopped()) return;
  const calls = await readCalls(held.from, held.to);
  const { from, to } = held;
  const { counts, findings } = matchPurges({ from, to, logged, calls, readToOf, readAt });
  const names = new Map(
    (await db().zone.findMany({ select: { id: true, name: true } })).map(({ id, name }) => [
      id,
      name,
    ]),
  );
  const nameOfLogged = new Map(logged.map(({ zoneId, zoneName }) => [zoneId, zoneName]));
  const state = worst(accounts);
  await db().$transaction(
    async (tx) => {
      const ended = await tx.$executeRaw`
        UPDATE reconciliation SET finished_at = clock_timestamp(), state = ${state},
          accounts = ${JSON.stringify(accounts)}::jsonb, counts = ${JSON.stringify(counts)}::jsonb
        WHERE id = ${held.id}::uuid AND lease_id = ${held.leaseId}::uuid AND finished_at IS NULL`;
      if (ended === 0) return;
      const rows = findings.map((found) => ({
        ...found,
        id: newId(found.at),
        reconciliationId: held.id,
        zoneName: names.get(found.zoneId ?? "") ?? nameOfLogged.get(found.zoneId) ?? null,
      }));
      for (let at = 0; at < rows.length; at += rowsAtOnce) {
        await tx.reconciliationFinding.createMany({ data: rows.slice(at, at + rowsAtOnce) });
      }
      await writeEntry(tx, consoleActor, {
        action: "reconciliation.finish",
        subject: { kind: "reconciliation", id: held.id },
        summary: `Reconciled with Cloudflare's audit log (${state}): ${counts.matched} matched, ${counts.notSentHere} not sent by the console, ${counts.notInLog} not in the log`,
        details: { from: from.toISOString(), to: to.toISOString(), state, accounts, counts },
      });
    },
    { timeout: 60_000, maxWait: 10_000 },
  );
}
