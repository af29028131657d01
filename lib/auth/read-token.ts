import { runPrepared } from "@/lib/platform/database";
import type { TokenActor } from "@/lib/schemas/actor";
import { AppError } from "@/lib/schemas/errors";
import type { SelectorKind, TokenVerb, TriggerSource } from "@/lib/schemas/words";
import { isTokenSecret, readTokenText, tokenDigest } from "@/lib/platform/token-secret";
import { Prisma, type ServiceToken } from "@/prisma/generated/client";

type Spent = Pick<
  ServiceToken,
  | "id"
  | "name"
  | "service"
  | "zoneIds"
  | "tenantIds"
  | "secretDigest"
  | "callsPerSecond"
  | "callBucket"
> & {
  verbs: TokenVerb[];
  selectorKinds: SelectorKind[];
  source: TriggerSource;
  waitMs: number;
  beside: unknown;
};

/** A statement for one row that is read along with a token. */
export type ReadBeside = Prisma.Sql;

/** A service, and what was read in the same statement as its token. */
export interface ServiceBeside<Beside> {
  service: TokenActor;
  /** null: there is no such row. */
  beside: Beside | null;
}

/**
 * Reads the token, takes one call from its allowance and notes the use, in one statement on the database's clock,
 * so that all processes share it. One that is revoked or has expired finds no row, and neither does another secret
 * than the token's: who knows an id uses up nothing, and has nothing read beside it.
 *
 * It does not wait for the disk: what a service then does is written after it and takes it along, and a crash before
 * that loses a call taken and a time of use, nothing else.
 */
async function spendCall(id: string, digest: string, beside: ReadBeside): Promise<Spent | null> {
  const [row] = await runPrepared<Spent>(Prisma.sql`
    WITH spent AS (UPDATE service_token t SET
      calls_left = CASE WHEN n.filled >= 1 THEN n.filled - 1 ELSE n.filled END,
      calls_refilled_at = n.at,
      last_used_at = n.at
    FROM (
      SELECT o.id, c.at, least(o.call_bucket, o.calls_left
        + greatest(0, extract(epoch FROM c.at - o.calls_refilled_at)) * o.calls_per_second) AS filled
      FROM service_token o, (SELECT clock_timestamp() AS at) c
      WHERE o.id = ${id}::uuid AND o.secret_digest = ${digest}
        AND o.revoked_at IS NULL AND o.expires_at > c.at
      FOR UPDATE OF o
    ) n
    WHERE t.id = n.id
    RETURNING t.id, t.name, t.service, t.source::text, t.verbs, t.zone_ids AS "zoneIds",
      t.tenant_ids AS "tenantIds", t.selector_kinds::text[] AS "selectorKinds",
      t.secret_digest AS "secretDigest", t.calls_per_second AS "callsPerSecond",
      t.call_bucket AS "callBucket", CASE WHEN n.filled >= 1 THEN 0
      ELSE ceil(1000 * (1 - n.filled) / t.calls_per_second) END::float AS "waitMs")
    SELECT s.*, (SELECT to_jsonb(b) FROM (${beside}) b) AS beside FROM spent s
    WHERE set_config('synchronous_commit', 'off', true) = 'off'`);
  return row ?? null;
}

/** For those who need no more than the token. */
export const nothingBeside: ReadBeside = Prisma.sql`SELECT WHERE false`;

/**
 * Who a bearer token belongs to, read from the database each time: revoking one works on the next request.
 *
 * @param beside what is read along, so that a service does not wait for a second journey to the database
 * @returns null when it is none, or is revoked or has expired
 * @throws AppError too_many_requests when its calls are used up
 */
export async function readTokenBeside<Beside>(
  text: string,
  requestId: string,
  beside: ReadBeside,
): Promise<ServiceBeside<Beside> | null> {
  const given = readTokenText(text);
  if (given === null) return null;
  const token = await spendCall(given.id, tokenDigest(given.secret), beside);
  if (token === null || !isTokenSecret(given.secret, token.secretDigest)) return null;
  if (token.waitMs > 0) {
    const { callsPerSecond, callBucket } = token;
    throw new AppError(
      "too_many_requests",
      `This token may make ${callsPerSecond} calls a second, and ${callBucket} at once.`,
      [],
      token.waitMs,
    );
  }
  const { id, name, service, source, verbs, zoneIds, tenantIds, selectorKinds } = token;
  const reach = { verbs, zoneIds, tenantIds, selectorKinds };
  return {
    service: { kind: "token", id, name, role: null, service, source, reach, requestId },
    beside: token.beside as Beside | null,
  };
}

/** The same, with nothing beside it. */
export async function readToken(text: string, requestId: string): Promise<TokenActor | null> {
  return (await readTokenBeside(text, requestId, nothingBeside))?.service ?? null;
}
