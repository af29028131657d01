import { db } from "@/lib/platform/database";
import type { TokenActor } from "@/lib/schemas/actor";
import { AppError } from "@/lib/schemas/errors";
import type { TokenVerb } from "@/lib/schemas/words";
import { isTokenSecret, readTokenText } from "@/lib/platform/token-secret";

interface Spent {
  waitMs: number;
}

/**
 * Takes one call from the token's allowance and notes the use, in one statement on the database's clock, so
 * that all processes share it. A token that is revoked or has expired finds no row.
 */
async function spendCall(id: string): Promise<Spent | null> {
  const [row] = await db().$queryRaw<Spent[]>`
    UPDATE service_token t SET
      calls_left = CASE WHEN n.filled >= 1 THEN n.filled - 1 ELSE n.filled END,
      calls_refilled_at = n.at,
      last_used_at = n.at
    FROM (
      SELECT o.id, c.at, least(o.call_bucket, o.calls_left
        + greatest(0, extract(epoch FROM c.at - o.calls_refilled_at)) * o.calls_per_second) AS filled
      FROM service_token o, (SELECT clock_timestamp() AS at) c
      WHERE o.id = ${id}::uuid AND o.revoked_at IS NULL AND o.expires_at > c.at
      FOR UPDATE OF o
    ) n
    WHERE t.id = n.id
    RETURNING CASE WHEN n.filled >= 1 THEN 0
      ELSE ceil(1000 * (1 - n.filled) / t.calls_per_second) END::float AS "waitMs"`;
  return row ?? null;
}

/**
 * Who a bearer token belongs to, read from the database each time: revoking one works on the next request.
 *
 * @returns null when it is none, or is revoked or has expired
 * @throws AppError too_many_requests when its calls are used up
 */
export async function readToken(text: string, requestId: string): Promise<TokenActor | null> {
  const given = readTokenText(text);
  if (given === null) return null;
  const token = await db().serviceToken.findUnique({ where: { id: given.id } });
  if (token === null || !isTokenSecret(given.secret, token.secretDigest)) return null;
  const spent = await spendCall(token.id);
  if (spent === null) return null;
  if (spent.waitMs > 0) {
    const { callsPerSecond, callBucket } = token;
    throw new AppError(
      "too_many_requests",
      `This token may make ${callsPerSecond} calls a second, and ${callBucket} at once.`,
      [],
      spent.waitMs,
    );
  }
  const { id, name, service, source, zoneIds, tenantIds, selectorKinds } = token;
  const verbs = token.verbs as TokenVerb[];
  const reach = { verbs, zoneIds, tenantIds, selectorKinds };
  return { kind: "token", id, name, role: null, service, source, reach, requestId };
}
