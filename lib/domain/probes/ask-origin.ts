import type { ProbeAnswer, ProbeRequest } from "@/lib/edge/probe/probe-request";
import type { OriginAnswer } from "@/lib/schemas/comparisons";
import type { PageVariant } from "@/lib/schemas/page-setup";
import type { Finding } from "@/lib/schemas/probes";
import type { TenantPage } from "./find-page";
import { probePage } from "./probe-page";

/** What Cloudflare takes a probe for that sends no browser's User-Agent. */
export const defaultDevice = "desktop";

/** How the origin is asked for a copy of a page; null: the zone's set-up does not say where the origin is. */
function originRequest(page: TenantPage, variant: PageVariant | null): ProbeRequest | null {
  if (page.origin === null) return null;
  return {
    ...page.request,
    ...page.origin,
    // What the edge tells an origin, and pages are made by: without it they would differ for nothing.
    headers: {
      "cf-device-type": variant?.device ?? defaultDevice,
      "x-forwarded-proto": page.request.edge?.scheme ?? "https",
    },
  };
}

/** One answer of the origin: all of it, and what is kept of it. */
export interface AskedOrigin {
  startedAt: Date;
  answer: ProbeAnswer;
  kept: OriginAnswer;
}

/**
 * Asks the origin of a page itself, without the edge: what it would answer a miss now. Fills no cache.
 *
 * @param clock whose time the answer is of: the database's, where it is compared with a purge's
 * @returns null when the zone's set-up does not say where the origin is
 */
export async function askOrigin(
  page: TenantPage,
  variant: PageVariant | null,
  clock: () => Date,
): Promise<AskedOrigin | null> {
  const request = originRequest(page, variant);
  if (request === null) return null;
  const startedAt = clock();
  const { answer, data } = await probePage(page, variant, { request, source: "origin", clock });
  const { httpStatus, fingerprint, etag, lastModified, cacheControl, cacheTag } = answer;
  return {
    startedAt,
    answer,
    kept: {
      ...{ httpStatus, fingerprint, etag, lastModified, cacheControl, cacheTag },
      // The sentence is the edge's, and the same for every way of not reaching it.
      error: answer.error?.replace("The edge", "The origin") ?? null,
      variant: variant?.name ?? null,
      startedAt: startedAt.toISOString(),
      findings: data.findings as unknown as Finding[],
    },
  };
}

/** The tags of a Cache-Tag, in lower case: Cloudflare compares them without case. */
export function readTags(cacheTag: string | null): string[] {
  const tags = (cacheTag ?? "").split(",").map((tag) => tag.trim().toLowerCase());
  return [...new Set(tags.filter((tag) => tag !== ""))];
}
