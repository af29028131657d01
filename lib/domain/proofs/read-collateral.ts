import { comparisonInclude } from "@/lib/domain/comparisons/comparison-row";
import { loadEvidence } from "@/lib/domain/comparisons/load-evidence";
import { findReached } from "@/lib/domain/comparisons/find-reached";
import { addMs } from "@/lib/platform/clock";
import type { Transaction } from "@/lib/platform/database";
import { classifyTag } from "@/lib/domain/purges/tag-plan";
import type { Collateral } from "@/lib/schemas/proofs";
import { importBurst, judgeCollateral } from "./judge-collateral";

/** Purges by an import so long before or after this one may have caused the same misses. Milliseconds. */
const importMs = 60_000;

async function readPurge(tx: Transaction, id: string) {
  return tx.purge.findUniqueOrThrow({
    where: { id },
    select: {
      zoneId: true,
      selectorKind: true,
      targets: true,
      tenant: { select: { id: true, slug: true } },
      zone: {
        select: { tagPatterns: { select: { pattern: true, scope: true, routes: true } } },
      },
    },
  });
}

/** The tags of a purge that other tenants' pages may carry, by the tag plan. */
function sharedTagsOf({
  selectorKind,
  targets,
  tenant,
  zone,
}: Awaited<ReturnType<typeof readPurge>>): string[] {
  if (selectorKind !== "tags" || tenant === null) return [];
  return targets.filter((tag) => {
    const { scope } = classifyTag(tag, tenant, zone.tagPatterns);
    return scope === "shared" || scope === "unknown";
  });
}

/** What became of the other tenants' pages that were probed around a purge; null: none was, or it is not known. */
export async function readCollateral(
  tx: Transaction,
  comparisonId: string,
  purgeId: string,
): Promise<Collateral | null> {
  const row = await tx.comparison.findUniqueOrThrow({
    where: { id: comparisonId },
    include: comparisonInclude,
  });
  const watched = row.probes.filter(({ side }) => side === "bystander");
  const { purge, tieredCache } = await loadEvidence(tx, row);
  const since = watched[0]?.startedAt;
  if (purge === null || since === undefined) return null;
  const ids = [...new Set(watched.map(({ tenantId }) => tenantId))];
  const tenants = await tx.tenant.findMany({
    where: { id: { in: ids } },
    select: { id: true, slug: true, name: true },
  });
  const facts = await readPurge(tx, purgeId);
  const importPurges = await tx.purge.count({
    where: {
      zoneId: facts.zoneId,
      source: "import",
      id: { not: purgeId },
      requestedAt: { gte: addMs(purge.sentAt, -importMs), lte: addMs(purge.acceptedAt, importMs) },
    },
  });
  // An import that purges many tenants is told of as that, whichever of them it named.
  const besides = importPurges >= importBurst ? ("import" as const) : null;
  const reached = await findReached(tx, ids, { since, except: purgeId, besides });
  return judgeCollateral({
    purge,
    tieredCache,
    sharedTags: sharedTagsOf(facts),
    importPurges,
    everything: facts.selectorKind === "everything",
    bystanders: tenants.map((tenant) => {
      const probes = watched.filter(({ tenantId }) => tenantId === tenant.id);
      return {
        tenant,
        path: probes[0]?.path ?? "/",
        probes,
        reached: reached.has(tenant.id),
      };
    }),
  });
}
