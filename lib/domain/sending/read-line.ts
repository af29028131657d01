import { addMs, now } from "@/lib/platform/clock";
import type { Transaction } from "@/lib/platform/database";
import type { Line } from "@/lib/schemas/purges";
import type { PurgeStatus, SelectorKind } from "@/lib/schemas/words";
import { allowanceKind } from "./lanes";

/** More purges ahead than this are not counted. */
const mostCounted = 10_000;

type Reader = Pick<Transaction, "$queryRaw">;

interface WaitingPurge {
  zoneId: string;
  status: PurgeStatus;
  selectorKind: SelectorKind;
  priority: number;
  requestedAt: Date;
  notBefore: Date;
  attemptCount: number;
}

interface AheadRow {
  ahead: number;
  calls: number;
}

interface StateRow {
  paused_ms: number | null;
  open_ms: number | null;
  /** Until one more token, and between two. */
  token_ms: number;
  each_ms: number;
}

/** Purges of the same allowance that go first, and about how many calls they take. */
async function readAhead(
  tx: Reader,
  { zoneId, selectorKind, priority, requestedAt }: WaitingPurge,
) {
  const isFiles = selectorKind === "files";
  const [row] = await tx.$queryRaw<AheadRow[]>`
    SELECT COALESCE(sum(n), 0)::int AS ahead, COALESCE(sum(calls), 0)::int AS calls FROM (
      SELECT p.lane, count(*) AS n, ceil(count(DISTINCT p.target_key) / 100.0) AS calls FROM (
        SELECT lane, target_key FROM purge
        WHERE status = 'queued' AND (selector_kind = 'files') = ${isFiles}
          AND (priority < ${priority} OR (priority = ${priority} AND requested_at < ${requestedAt}))
          AND zone_id IN (SELECT other.id FROM zone mine
            JOIN zone other ON other.account_id = mine.account_id AND other.plan = mine.plan
            WHERE mine.id = ${zoneId})
        LIMIT ${mostCounted + 1}) p
      GROUP BY p.lane) lanes`;
  return row ?? { ahead: 0, calls: 0 };
}

async function readState(tx: Reader, { zoneId, selectorKind, priority }: WaitingPurge) {
  const [row] = await tx.$queryRaw<StateRow[]>`
    SELECT EXTRACT(EPOCH FROM a.paused_until - clock_timestamp())::float8 * 1000 AS paused_ms,
      EXTRACT(EPOCH FROM a.open_until - clock_timestamp())::float8 * 1000 AS open_ms,
      GREATEST(0, 1 + CASE WHEN ${priority} = 0 THEN 0 ELSE l.reserve END
        - allowance_level(a.tokens, a.refilled_at, l.rate * a.belief, l.capacity))
        * 1000 / (l.rate * a.belief) AS token_ms,
      1000 / (l.rate * a.belief) AS each_ms
    FROM zone z JOIN allowance a ON a.account_id = z.account_id AND a.plan = z.plan
    JOIN allowance_limit l ON l.account_id = a.account_id AND l.plan = a.plan AND l.kind = a.kind
    WHERE z.id = ${zoneId} AND a.kind = ${allowanceKind(selectorKind)}::"AllowanceKind"`;
  return row ?? { paused_ms: null, open_ms: null, token_ms: 0, each_ms: 0 };
}

function holdUpOf(state: StateRow, ahead: number): Pick<Line, "holdUp" | "why"> & { ms: number } {
  const { paused_ms: paused, open_ms: open, token_ms: token } = state;
  if ((paused ?? 0) > 0) {
    const why = "Cloudflare's rate limit was met: the account is paused for as long as it asked.";
    return { holdUp: "pause", why, ms: paused ?? 0 };
  }
  if (open !== null) {
    const why =
      "Call after call to Cloudflare failed: one is tried from time to time, and nothing is lost.";
    return { holdUp: "breaker", why, ms: Math.max(0, open) };
  }
  if (token > 0) {
    const why = "The account's allowance at Cloudflare is used up for the moment.";
    return { holdUp: "allowance", why, ms: token };
  }
  const why = ahead === 0 ? "It is next." : "It waits for its turn.";
  return { holdUp: "line", why, ms: 0 };
}

/**
 * A purge's place in line: who goes first, what holds it up, about when it is sent. An estimate: fairness
 * between tenants may take it earlier, a person's purge may go before it.
 *
 * @returns null when the purge does not wait to be sent
 */
export async function readLine(tx: Reader, purge: WaitingPurge): Promise<Line | null> {
  const { status, notBefore, attemptCount } = purge;
  if (status !== "queued" && status !== "scheduled") return null;
  const { ahead, calls } = await readAhead(tx, purge);
  const state = await readState(tx, purge);
  const counted = { ahead: Math.min(ahead, mostCounted), aheadIsMore: ahead > mostCounted };
  const { ms, ...holdUp } = holdUpOf(state, ahead);
  const at = now();
  const inLineMs = Math.round(ms + calls * state.each_ms);
  const expected = (inMs: number) => ({
    expectedAt: addMs(at, inMs).toISOString(),
    expectedInMs: inMs,
  });
  if (status === "queued") return { ...counted, ...holdUp, ...expected(inLineMs) };
  const byTime = expected(Math.max(inLineMs, notBefore.getTime() - at.getTime()));
  return attemptCount === 0
    ? {
        ...counted,
        holdUp: "grace",
        why: "It waits a moment so that it can be cancelled.",
        ...byTime,
      }
    : {
        ...counted,
        holdUp: "retry",
        why: "The last try failed: it waits for the next one.",
        ...byTime,
      };
}
