import type { ProbeEvidence, PurgeEvidence } from "@/lib/domain/comparisons/evidence";
import { ageAllowance } from "@/lib/domain/comparisons/clock-skew";
import { signOf } from "@/lib/domain/comparisons/judge-copy";
import { splitByPurge } from "@/lib/domain/comparisons/judge-place";
import type { Collateral } from "@/lib/schemas/proofs";
import type { TenantRef } from "@/lib/schemas/tenants";

/** Another tenant's page that was probed around a purge. */
export interface Bystander {
  tenant: TenantRef;
  path: string;
  probes: ProbeEvidence[];
  /** Another purge reached it in the meantime, or may have, which explains it. */
  reached: boolean;
}

export interface CollateralEvidence {
  purge: PurgeEvidence;
  tieredCache: boolean;
  bystanders: Bystander[];
  /** The purge's tags that other tenants' pages may carry by the tag plan: shared ones, and those outside of it. */
  sharedTags: string[];
  /** Purges of the zone by a bulk import at the same time. */
  importPurges: number;
  /** The purge was of everything in the zone. */
  everything: boolean;
}

/** So many purges by an import make a burst. */
export const importBurst = 20;

type Fate = "kept" | "cold" | "unknown";

interface Judged {
  fate: Fate;
  /** The first answer that shows that the copy from before is gone; null: none does. */
  gone: { probe: ProbeEvidence; refilled: boolean } | null;
}

/** What became of one page: only one that was warm before, in the same data centre, can have gone cold. */
function judgeOne(one: Bystander, { purge, tieredCache }: CollateralEvidence): Judged {
  const answered = one.probes.filter(({ error, colo }) => error === null && colo !== null);
  const { before, after } = splitByPurge(answered, purge);
  const warm = before.at(-1);
  const since = after.filter(({ colo }) => colo === warm?.colo);
  if (warm?.cacheStatus !== "HIT" || since.length === 0 || one.reached)
    return { fate: "unknown", gone: null };
  const rules = { tieredCache, allowanceMs: ageAllowance(answered) };
  const signs = since.map((probe) => ({ probe, sign: signOf(probe, purge, rules) }));
  const shown = signs.find(({ sign }) => sign === "cold" || sign === "refilled");
  if (shown !== undefined)
    return { fate: "cold", gone: { probe: shown.probe, refilled: shown.sign === "refilled" } };
  return { fate: signs.every(({ sign }) => sign === "old") ? "kept" : "unknown", gone: null };
}

type Sample = NonNullable<Collateral["sampled"]>[number];

/** What one page answered before, first after, and from when on it came from cache again. */
function sampleOf(
  { tenant, path, probes }: Bystander,
  gone: Judged["gone"],
  purge: PurgeEvidence,
): Sample {
  const { before, after } = splitByPurge(
    probes.filter(({ error }) => error === null),
    purge,
  );
  const msOf = ({ startedAt }: ProbeEvidence) => startedAt.getTime() - purge.acceptedAt.getTime();
  const [first] = after;
  const cold = gone?.probe ?? first;
  const again =
    cold === undefined || cold.cacheStatus === "HIT"
      ? undefined
      : after.find(
          ({ cacheStatus, colo, startedAt }) =>
            cacheStatus === "HIT" && colo === cold.colo && startedAt > cold.startedAt,
        );
  return {
    ...{ tenant, path },
    before: before.at(-1)?.cacheStatus ?? null,
    after: first === undefined ? null : { cacheStatus: first.cacheStatus, ms: msOf(first) },
    gone: gone && {
      cacheStatus: gone.probe.cacheStatus,
      ms: msOf(gone.probe),
      refilled: gone.refilled,
    },
    warmAgainMs: again === undefined ? null : msOf(again),
  };
}

function causeOf({ sharedTags, importPurges, purge, everything }: CollateralEvidence): string {
  if (everything)
    return "Everything in the zone was purged: that is what it does to every tenant on it.";
  if (importPurges >= importBurst)
    return `${importPurges.toLocaleString("en")} purges of a bulk import ran on this zone at the same time: a short burst of misses is what they are expected to cause.`;
  if (sharedTags.length > 0)
    return `By the tag plan other tenants' pages may carry ${sharedTags.join(", ")}.`;
  return `By the tag plan no other tenant carries ${purge.targets}. Either these pages carry it all the same, which only the origin's Cache-Tag header can tell, or something that is not on record removed them.`;
}

const pages = (count: number) => (count === 1 ? "1 page" : `${count} pages`);

/** Pages were watched, and none of them can show anything: why. */
function nothingShown({ bystanders, purge }: CollateralEvidence): string {
  const warm = bystanders.filter(({ probes }) => {
    const answered = probes.filter(({ error }) => error === null);
    return splitByPurge(answered, purge).before.at(-1)?.cacheStatus === "HIT";
  });
  const of = `${pages(bystanders.length)} of other tenants ${bystanders.length === 1 ? "was" : "were"} watched`;
  return warm.length === 0
    ? `${of}, and none was warm before: whether others lost a copy is not known.`
    : `${of}, ${warm.length} of them warm before, and whether they lost their copy cannot be told.`;
}

/** What became of other tenants' pages around a purge; null: none was watched. */
export function judgeCollateral(evidence: CollateralEvidence): Collateral | null {
  if (evidence.bystanders.length === 0) return null;
  const fates = evidence.bystanders.map((one) => ({ one, ...judgeOne(one, evidence) }));
  const known = fates.filter(({ fate }) => fate !== "unknown");
  const cold = known.filter(({ fate }) => fate === "cold");
  const facts = {
    sampled: fates.map(({ one, gone }) => sampleOf(one, gone, evidence.purge)),
    watched: known.length,
    cold: cold.map(({ one, gone }) => ({
      ...{ tenant: one.tenant, path: one.path },
      cacheStatus: gone?.probe.cacheStatus ?? "unknown",
    })),
  };
  if (known.length === 0)
    return { ...facts, kind: "unknown", summary: nothingShown(evidence), cause: null };
  const of = `${pages(known.length)} of other tenants that were warm before`;
  if (cold.length === 0)
    return { ...facts, kind: "calm", summary: `None of ${of} went cold.`, cause: null };
  return {
    ...facts,
    kind: evidence.importPurges >= importBurst ? "import" : "cold",
    summary: `${cold.length} of ${of} went cold.`,
    cause: causeOf(evidence),
  };
}
