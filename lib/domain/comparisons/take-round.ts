import { askAgents } from "@/lib/domain/probe-agents/ask-agents";
import type { TenantPage } from "@/lib/domain/probes/find-page";
import { type ProbeData, probePage } from "@/lib/domain/probes/probe-page";
import { canProbe } from "@/lib/edge/probe/variant-request";
import { readDatabaseClock } from "@/lib/platform/database-clock";
import type { OriginAnswer } from "@/lib/schemas/comparisons";
import type { PageVariant } from "@/lib/schemas/page-setup";
import type { ProbeSide } from "@/prisma/generated/client";
import { askOrigins } from "./ask-origins";

/** Who is probed together: the affected page, its control, and others' pages that are watched. */
export interface Sides {
  affected: TenantPage;
  /** null: there is none that could serve. */
  control: TenantPage | null;
  bystanders?: TenantPage[];
  /** Variants of the affected page that both sides are asked for beside the default one. */
  variants?: PageVariant[];
}

/** More variants of one page than this are not probed in a round. */
const mostVariants = 8;
/** Requests that are under way at the same time, at most: an edge is not to be flooded. */
const mostAtOnce = 8;

interface Seen {
  side: ProbeSide;
  data: ProbeData;
}

/** Probes pages as the console sees them, so many at a time. */
async function probeInTurns(
  all: readonly { side: ProbeSide; page: TenantPage; variant: PageVariant | null }[],
  clock: () => Date,
): Promise<Seen[]> {
  const seen: Seen[] = [];
  for (let at = 0; at < all.length; at += mostAtOnce) {
    const some = all.slice(at, at + mostAtOnce).map(async ({ side, page, variant }) => ({
      side,
      data: (await probePage(page, variant, { clock })).data,
    }));
    seen.push(...(await Promise.all(some)));
  }
  return seen;
}

/** What a round of probes brought. */
export interface Round {
  probes: ProbeData[];
  /** What the origin itself delivered of the affected page meanwhile. */
  origin: OriginAnswer[];
  /** Whether the affected page and its control are warm wherever they were seen. */
  bothWarm: boolean;
}

/**
 * Probes all sides at the same time, asks the origin itself where the zone's set-up says where it is, and has the
 * agents that are there probe the affected page and its control from where they are, in the same variants.
 *
 * @param round what number this round has in the comparison
 * @returns what keepRound() keeps
 */
export async function takeRound(
  { affected, control, bystanders = [], variants = [] }: Sides,
  comparisonId: string,
  phase: "before" | "after",
  round: number,
): Promise<Round> {
  // Their times are compared with the purge's, which are the database's.
  const clock = await readDatabaseClock();
  const sides: [ProbeSide, TenantPage][] = [
    ["affected", affected],
    ...(control === null ? [] : [["control", control] as [ProbeSide, TenantPage]]),
    ...bystanders.map((page) => ["bystander", page] as [ProbeSide, TenantPage]),
  ];
  // Where the visitor is decides about some variants: those cannot be asked for from here.
  const asked = [null, ...variants.filter(canProbe).slice(0, mostVariants)];
  const all = asked.flatMap((variant) =>
    sides
      .filter(([side]) => variant === null || side !== "bystander")
      .map(([side, page]) => ({ side, page, variant })),
  );
  const compared = sides.filter(([side]) => side !== "bystander");
  const edgeDone = probeInTurns(all, clock);
  const [own, agents, origin] = await Promise.all([
    edgeDone,
    askAgents(
      compared.map(([, page]) => page),
      asked,
    ),
    askOrigins(comparisonId, affected, asked, { edgeDone, clock }),
  ]);
  const elsewhere = compared.flatMap(([side, page]) =>
    (agents.get(page) ?? []).map((data) => ({ side, data })),
  );
  const seen: Seen[] = [...own, ...elsewhere];
  return {
    origin,
    probes: seen.map(({ side, data }) => ({ ...data, comparisonId, phase, round, side })),
    bothWarm: seen
      .filter(({ side }) => side !== "bystander")
      .every(({ data }) => data.cacheStatus === "HIT"),
  };
}
