import { setTimeout as sleep } from "node:timers/promises";
import { askOrigin } from "@/lib/domain/probes/ask-origin";
import type { TenantPage } from "@/lib/domain/probes/find-page";
import { db } from "@/lib/platform/database";
import type { OriginAnswer } from "@/lib/schemas/comparisons";
import type { PageVariant } from "@/lib/schemas/page-setup";

/** How long an origin is waited for once the edge has answered, in milliseconds: a purge may be held meanwhile. */
const patienceMs = 1_000;
/** After so many answers in a row that were none, it is not asked again in this comparison. */
const mostSilent = 2;

const isSilent = ({ error }: OriginAnswer) => error !== null;

/** Whether the origin of a comparison has not answered for so often that asking it again only takes time. */
async function gaveUp(comparisonId: string): Promise<boolean> {
  const row = await db().comparison.findUnique({
    where: { id: comparisonId },
    select: { origin: true },
  });
  const last = ((row?.origin ?? []) as unknown as OriginAnswer[]).slice(-mostSilent);
  return last.length === mostSilent && last.every(isSilent);
}

function tooLate(variant: PageVariant | null, startedAt: Date): OriginAnswer {
  return {
    ...{ httpStatus: null, fingerprint: null, etag: null, lastModified: null },
    ...{ cacheControl: null, cacheTag: null, findings: [] },
    variant: variant?.name ?? null,
    startedAt: startedAt.toISOString(),
    error: "The origin did not answer as soon as the edge did.",
  };
}

/**
 * Asks the origin of the affected page itself, in each of its variants, while the edge is probed.
 *
 * @param edgeDone resolves when the edge has answered: an origin that is slower is not waited for
 * @returns empty when the zone's set-up does not say where the origin is, or it has stopped answering
 */
export async function askOrigins(
  comparisonId: string,
  page: TenantPage,
  asked: readonly (PageVariant | null)[],
  { edgeDone, clock }: { edgeDone: Promise<unknown>; clock: () => Date },
): Promise<OriginAnswer[]> {
  if (page.origin === null || (await gaveUp(comparisonId))) return [];
  const limit = edgeDone.then(() => sleep(patienceMs));
  const answers = asked.map(async (variant) => {
    const startedAt = clock();
    const answer = await Promise.race([askOrigin(page, variant, clock), limit]);
    return answer?.kept ?? tooLate(variant, startedAt);
  });
  return Promise.all(answers);
}
