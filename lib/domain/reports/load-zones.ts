import { reachesZone } from "@/lib/domain/purges/token-reach";
import { db } from "@/lib/platform/database";
import type { TokenActor } from "@/lib/schemas/actor";

const select = {
  id: true,
  name: true,
  accountId: true,
  plan: true,
  edgeAddress: true,
  environments: { select: { ref: true, name: true } },
  tagPatterns: { select: { pattern: true, scope: true, routes: true } },
} as const;

async function readZones(folded: string[]) {
  const where = { OR: [{ id: { in: folded } }, { name: { in: folded } }] };
  return db().zone.findMany({ where, select });
}
export type ReportZone = Awaited<ReturnType<typeof readZones>>[number];

/** What a name or id leads to. `beyond`: there is one, and the token is not for it. */
export type FoundZone = { zone: ReportZone } | { zone: null; beyond: boolean };

/** The zones that a batch names, by name or id; what the token does not reach is as if it were not there. */
export async function loadZones(service: TokenActor, typed: string[]) {
  const folded = [...new Set(typed.map((name) => name.toLowerCase()))];
  const found = new Map(
    (await readZones(folded)).flatMap((zone) => [
      [zone.id, zone] as const,
      [zone.name, zone] as const,
    ]),
  );
  return (name: string): FoundZone => {
    const zone = found.get(name.toLowerCase());
    if (zone === undefined) return { zone: null, beyond: false };
    return reachesZone(service, zone.id) ? { zone } : { zone: null, beyond: true };
  };
}
