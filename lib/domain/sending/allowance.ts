import type { Transaction } from "@/lib/platform/database";
import type { CallResult } from "@/lib/edge/purge-call";
import type { AllowanceKind } from "@/lib/schemas/words";
import { Prisma } from "@/prisma/generated/client";

/** An allowance: that of a Cloudflare account's zones of one plan, by requests or by files. */
export interface AllowanceKey {
  accountId: string;
  plan: string;
  kind: AllowanceKind;
}

type Sql = Pick<Transaction, "$queryRaw" | "$executeRaw">;

/** While the breaker is half-open one call tries; the others wait this long for what comes of it, in seconds. */
const trySeconds = 20;
/** So many calls that fail in a row open the breaker ... */
const failuresToOpen = 10;
/** ... for this long at first, then twice as long each time, in seconds. */
const firstOpenSeconds = 5;
const longestOpenSeconds = 60;
/** What a 429 leaves of the belief in the limit, and what each accepted call gives back. */
const beliefAfterLimit = 0.7;
const leastBelief = 0.1;
const beliefGain = 0.01;
/** Pauses after a 429, in seconds: at least, at most, and the base of the backoff where Retry-After is missing. */
const shortestPauseSeconds = 1;
const longestPauseSeconds = 300;
/**
 * Retries that are in store at most, what a call with a first try earns, one comes back in so many seconds, and
 * what an accepted retry gives back: more than it cost, so that after a fault all that waits is soon tried.
 */
const retryStore = 50;
const retryEarned = 0.15;
const retrySeconds = 20;
const retryRefund = 2;

const isThis = ({ accountId, plan, kind }: AllowanceKey) =>
  Prisma.sql`a.account_id = ${accountId} AND a.plan = ${plan}::"Plan" AND a.kind = ${kind}::"AllowanceKind"`;
const itsLimit = Prisma.sql`l.account_id = a.account_id AND l.plan = a.plan AND l.kind = a.kind`;
const level = Prisma.sql`allowance_level(a.tokens, a.refilled_at, l.rate * a.belief, l.capacity)`;

/** Makes sure that an allowance is on record; a new one has a full bucket. */
export async function ensureAllowance(tx: Sql, key: AllowanceKey): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO allowance (account_id, plan, kind, tokens, refilled_at, retry_refilled_at)
    VALUES (${key.accountId}, ${key.plan}::"Plan", ${key.kind}::"AllowanceKind", 'Infinity',
      clock_timestamp(), clock_timestamp())
    ON CONFLICT DO NOTHING`;
}

/** Makes sure that every account for which something waits has its allowances on record. */
export async function ensureWaitingAllowances(tx: Sql): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO allowance (account_id, plan, kind, tokens, refilled_at, retry_refilled_at)
    SELECT w.account_id, w.plan, w.kind, 'Infinity', clock_timestamp(), clock_timestamp()
    FROM (SELECT DISTINCT z.account_id, z.plan,
        CASE WHEN p.selector_kind = 'files' THEN 'files' ELSE 'requests' END::"AllowanceKind" AS kind
      FROM purge p JOIN zone z ON z.id = p.zone_id
      WHERE p.status IN ('queued', 'scheduled', 'sending')) w
    WHERE NOT EXISTS (SELECT 1 FROM allowance a
      WHERE a.account_id = w.account_id AND a.plan = w.plan AND a.kind = w.kind)
    ON CONFLICT DO NOTHING`;
}

/**
 * Takes tokens for one call, in one statement on the database's clock, so that all processes together stay
 * within the limit. Nothing is taken while the account is paused or its breaker is open, and, unless it is
 * for a person, nothing of the part that is kept for people.
 *
 * @returns null when they are not there; isTry: the breaker is half-open and this is the call that tries
 */
export async function takeAllowance(
  tx: Sql,
  key: AllowanceKey,
  want: number,
  forPerson: boolean,
): Promise<{ isTry: boolean } | null> {
  const [taken] = await tx.$queryRaw<{ is_try: boolean }[]>`
    UPDATE allowance a SET tokens = ${level} - ${want}, refilled_at = clock_timestamp(),
      open_until = CASE WHEN a.open_until IS NOT NULL
        THEN clock_timestamp() + ${trySeconds} * interval '1 second' END
    FROM allowance_limit l
    WHERE ${isThis(key)} AND ${itsLimit}
      AND ${level} - CASE WHEN ${forPerson} THEN 0 ELSE l.reserve END >= ${want}
      AND (a.paused_until IS NULL OR a.paused_until <= clock_timestamp())
      AND (a.open_until IS NULL OR a.open_until <= clock_timestamp())
    RETURNING a.open_until IS NOT NULL AS is_try`;
  return taken === undefined ? null : { isTry: taken.is_try };
}

/**
 * The statement that takes tokens for a call with first tries in a zone that is claimed in the same moment, as
 * takeAllowance and settleAllowance do it for others. It leaves people's part alone, and takes nothing while the account
 * is paused, its breaker is not closed or its allowance is not on record: the queue knows what to do then.
 *
 * @param call.targets how many it names
 * @param condition what else has to hold
 */
export function takeAtOnce(
  { zoneId, kind, targets }: { zoneId: string; kind: AllowanceKind; targets: number },
  condition: Prisma.Sql,
): Prisma.Sql {
  const want = kind === "files" ? targets : 1;
  return Prisma.sql`
    UPDATE allowance a SET tokens = ${level} - ${want}::float8, refilled_at = clock_timestamp(),
      retry_tokens = LEAST(${retryStore}::float8, a.retry_tokens + ${retryEarned}::float8)
    FROM zone z, allowance_limit l
    WHERE z.id = ${zoneId} AND a.account_id = z.account_id AND a.plan = z.plan
      AND a.kind = ${kind}::"AllowanceKind" AND ${itsLimit}
      AND ${level} - l.reserve >= ${want}::float8 AND l.per_request >= ${targets}::int
      AND (a.paused_until IS NULL OR a.paused_until <= clock_timestamp())
      AND a.open_until IS NULL AND ${condition}
    RETURNING a.account_id, a.plan, l.per_request`;
}

/**
 * The statement that puts the record right once it is known what a call carries: tokens that it does not need come
 * back (they were never used), and a first try earns a part of a retry.
 */
export function settleAllowance(
  key: AllowanceKey,
  { unused, firstTry }: { unused: number; firstTry: boolean },
): Prisma.Sql {
  const earned = firstTry ? retryEarned : 0;
  return Prisma.sql`
    UPDATE allowance a SET tokens = LEAST(l.capacity, a.tokens + ${unused}::float8),
      retry_tokens = LEAST(${retryStore}, a.retry_tokens + ${earned}::float8)
    FROM allowance_limit l WHERE ${isThis(key)} AND ${itsLimit}
      AND (${unused}::float8 > 0 OR (${earned}::float8 > 0 AND a.retry_tokens < ${retryStore}))`;
}

/** Gives back what was taken for a call that is not made; one that was to try lets another try in its place. */
export async function returnAllowance(
  tx: Sql,
  key: AllowanceKey,
  taken: number,
  wasTry: boolean,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE allowance a SET tokens = LEAST(l.capacity, a.tokens + ${taken}),
      open_until = CASE WHEN ${wasTry} AND a.open_until IS NOT NULL THEN clock_timestamp()
        ELSE a.open_until END
    FROM allowance_limit l WHERE ${isThis(key)} AND ${itsLimit}`;
}

/**
 * Takes a retry from the quota that first tries earn: when everything fails, Cloudflare gets at most
 * 1.15 times the first tries, beside what was in store and one more in 20 seconds.
 */
export async function takeRetry(tx: Sql, key: AllowanceKey): Promise<boolean> {
  const store = Prisma.sql`LEAST(${retryStore}, a.retry_tokens
    + GREATEST(0, EXTRACT(EPOCH FROM clock_timestamp() - a.retry_refilled_at)::float8) / ${retrySeconds})`;
  const taken = await tx.$executeRaw`
    UPDATE allowance a SET retry_tokens = ${store} - 1, retry_refilled_at = clock_timestamp()
    WHERE ${isThis(key)} AND ${store} >= 1`;
  return taken > 0;
}

/**
 * The statement that learns from an answer that shows Cloudflare working: the breaker closes, what a 429 took of the
 * belief comes back by and by, and so does an accepted retry.
 *
 * @param condition what else has to hold
 */
export function noteWorking(
  key: AllowanceKey,
  { accepted, wasRetry }: { accepted: boolean; wasRetry: boolean },
  condition: Prisma.Sql,
): Prisma.Sql {
  const gain = accepted ? beliefGain : 0;
  const refund = wasRetry && accepted ? retryRefund : 0;
  return Prisma.sql`
    UPDATE allowance a SET failures_in_row = 0, open_until = NULL, limited_count = 0,
      belief = LEAST(1, a.belief + ${gain}::float8),
      retry_tokens = LEAST(${retryStore}::float8, a.retry_tokens + ${refund}::float8)
    WHERE ${isThis(key)} AND (a.failures_in_row > 0 OR a.open_until IS NOT NULL
      OR a.limited_count > 0 OR a.belief < 1 OR ${refund}::float8 > 0) AND ${condition}`;
}

/** The belief is lowered once for all calls that were under way when the limit was met. */
async function noteLimited(
  tx: Sql,
  key: AllowanceKey,
  callId: string,
  retryAfterMs: number | null,
) {
  const asked = retryAfterMs === null ? null : retryAfterMs / 1000;
  const backoff = Prisma.sql`LEAST(60, power(2, LEAST(a.limited_count, 6))) * (0.5 + random() / 2)`;
  const pause = Prisma.sql`LEAST(${longestPauseSeconds},
    GREATEST(${shortestPauseSeconds}, COALESCE(${asked}::float8, ${backoff}))) * interval '1 second'`;
  const isNew = Prisma.sql`(a.limited_at IS NULL OR a.limited_at < c.started_at)`;
  await tx.$executeRaw`
    UPDATE allowance a SET tokens = 0,
      refilled_at = GREATEST(a.refilled_at, clock_timestamp() + ${pause}),
      paused_until = GREATEST(a.paused_until, clock_timestamp() + ${pause}),
      belief = CASE WHEN ${isNew} THEN GREATEST(${leastBelief}, a.belief * ${beliefAfterLimit}) ELSE a.belief END,
      limited_count = a.limited_count + CASE WHEN ${isNew} THEN 1 ELSE 0 END,
      limited_at = clock_timestamp(), failures_in_row = 0, open_until = NULL
    FROM purge_call c WHERE c.id = ${callId}::uuid AND ${isThis(key)}`;
}

/** Calls that were under way when the breaker opened say nothing new: of an open breaker only the try counts. */
async function noteFailing(tx: Sql, key: AllowanceKey, wasTry: boolean) {
  const open = Prisma.sql`LEAST(${longestOpenSeconds}, ${firstOpenSeconds}
    * power(2, LEAST(10, GREATEST(0, a.failures_in_row + 1 - ${failuresToOpen}))))`;
  await tx.$executeRaw`
    UPDATE allowance a SET failures_in_row = a.failures_in_row + 1,
      open_until = CASE WHEN ${wasTry} OR a.failures_in_row + 1 >= ${failuresToOpen}
        THEN clock_timestamp() + ${open} * interval '1 second' * (0.75 + random() / 4) END
    WHERE ${isThis(key)} AND (a.open_until IS NULL OR ${wasTry})`;
}

/**
 * Learns from an answer: a 429 pauses the account for all processes and lowers the belief in its limit,
 * calls that fail in a row open the breaker, an answer that shows Cloudflare working closes it.
 */
export async function learnFromAnswer(
  tx: Sql,
  key: AllowanceKey,
  call: { id: string; isRetry: boolean; isTry: boolean },
  result: CallResult,
): Promise<void> {
  if (result.stopped === true) return;
  if (result.limited) return noteLimited(tx, key, call.id, result.retryAfterMs);
  if (result.outcome === "accepted" || result.outcome === "permanent") {
    const what = { accepted: result.outcome === "accepted", wasRetry: call.isRetry };
    await tx.$executeRaw(noteWorking(key, what, Prisma.sql`true`));
    return;
  }
  return noteFailing(tx, key, call.isTry);
}

/** Whether the breaker is closed: failures count towards giving a purge up only then. */
export async function breakerIsClosed(tx: Sql, key: AllowanceKey): Promise<boolean> {
  const rows = await tx.$queryRaw<{ closed: boolean }[]>`
    SELECT a.open_until IS NULL AS closed FROM allowance a WHERE ${isThis(key)}`;
  return rows[0]?.closed ?? true;
}
