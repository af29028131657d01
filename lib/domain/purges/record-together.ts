import { offerCall, type CallOffer } from "@/lib/domain/sending/offer-call";
import { allowanceKind } from "@/lib/domain/sending/lanes";
import { runPrepared } from "@/lib/platform/database";
import { goTogether } from "@/lib/platform/go-together";
import { type RecordedRow, recordStatement, type ToRecord } from "./record-statement";

/** So many are recorded in one statement at most: what one call can carry of purges of one tag each. */
const mostTogether = 100;

async function record(purges: ToRecord[], offer: CallOffer | null): Promise<void> {
  const [first] = purges;
  const claimedAt = performance.now();
  const statement = recordStatement(purges, offer?.callId ?? null);
  const [recorded] = await runPrepared<RecordedRow>(statement);
  if (first === undefined || recorded === undefined) throw new Error("The record answers one row.");
  const { account_id: accountId, plan, per_request: mostTargets } = recorded;
  if (offer === null || accountId === null || plan === null || mostTargets === null) return;
  const { lane, zone_id: zoneId, environment, method, selector_kind: kind } = first.row;
  const targets = [...new Set(purges.flatMap(({ row }) => row.targets))];
  offer.launch({
    id: offer.callId,
    lane: {
      ...{ lane, zoneId, environment, method, kind, mostTargets },
      forPerson: false,
      allowance: { accountId, plan, kind: allowanceKind(kind) },
      tokens: kind === "files" ? targets.length : 1,
      waitMs: 0,
    },
    targets,
    purges: purges.map(({ row: { id, tenant_id: tenantId, targets: own } }) => ({
      ...{ id, tenantId, targets: own, attemptCount: 1, failureCount: 0 },
    })),
    isRetry: false,
    isTry: false,
    claimedAt,
  });
}

/** Whether the database has refused what it was given: a key that is there already, a tenant that is gone. */
function isRefused(error: unknown): boolean {
  return error instanceof Error && "code" in error && String(error.code).startsWith("23");
}

async function recordAll(purges: ToRecord[]): Promise<null[]> {
  const offer = offerCall();
  try {
    await record(purges, offer);
    return purges.map(() => null);
  } finally {
    offer?.withdraw();
  }
}

const together = goTogether<ToRecord, null>(recordAll, mostTogether);

/**
 * Records what a service asked for, and has this process's sender make the call at once when nothing is in the way:
 * what comes faster than it is recorded is recorded together and travels together. One that the database refuses
 * takes no other along.
 */
export async function recordTogether(purge: ToRecord): Promise<void> {
  try {
    await together(purge.row.lane, purge);
  } catch (error) {
    if (!isRefused(error)) throw error;
    await recordAll([purge]);
  }
}
