import { addMs, now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/database";
import type { Overview } from "@/lib/schemas/overview";

const dayMs = 24 * 60 * 60 * 1000;
const shownCollateral = 5;

interface Counts {
  verified: number;
  notVerified: number;
  cannotTell: number;
}

/** What the console's own probes showed in the last 24 hours, and around which purges others went cold. */
export async function readProofs(): Promise<Overview["proofs"]> {
  const since = addMs(now(), -dayMs);
  const [counts] = await db().$queryRaw<Counts[]>`
    SELECT count(*) FILTER (WHERE outcome = 'verified')::int AS verified,
      count(*) FILTER (WHERE outcome = 'not_verified')::int AS "notVerified",
      count(*) FILTER (WHERE outcome = 'cannot_tell')::int AS "cannotTell"
    FROM proof WHERE ended_at >= ${since}`;
  const rows = await db().$queryRaw<
    { purgeId: string; at: Date; summary: string; id: string | null; slug: string; name: string }[]
  >`
    SELECT f.purge_id AS "purgeId", f.ended_at AS at, f.collateral->>'summary' AS summary,
      t.id, t.slug, t.name
    FROM proof f JOIN purge p ON p.id = f.purge_id LEFT JOIN tenant t ON t.id = p.tenant_id
    WHERE f.ended_at >= ${since} AND f.collateral->>'kind' = 'cold'
    ORDER BY f.ended_at DESC LIMIT ${shownCollateral}`;
  return {
    verified: counts?.verified ?? 0,
    notVerified: counts?.notVerified ?? 0,
    cannotTell: counts?.cannotTell ?? 0,
    collateral: rows.map(({ purgeId, at, summary, id, slug, name }) => ({
      purgeId,
      tenant: id === null ? null : { id, slug, name },
      at: at.toISOString(),
      summary,
    })),
  };
}
