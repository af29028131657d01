import { resolveRequest } from "@/lib/domain/purges/plan-purge";
import { readFileTarget } from "@/lib/edge/file-target";
import { AppError } from "@/lib/schemas/errors";
import type { PurgeProposal } from "@/lib/schemas/diagnoses";
import { fileHeaders, fileUrl } from "@/lib/schemas/files";
import type { Selector } from "@/lib/schemas/purges";
import type { StaleCause } from "@/lib/schemas/words";
import { usableOrigin } from "./find-change";
import { readTag, tenantTag } from "@/lib/domain/purges/tag-plan";
import type { StaleEvidence } from "./stale-evidence";

/** The causes of an old copy that a purge would remove. */
const mended: ReadonlySet<StaleCause> = new Set([
  "not_purged",
  "purge_failed",
  "before_commit",
  "tag_missing",
  "other_variant",
  "refilled",
  "not_carried_out",
]);

/** The tags of single objects that the origin sends with the page. */
function objectTags(evidence: StaleEvidence): string[] {
  const tags = usableOrigin(evidence)?.tags ?? [];
  return tags.filter((tag) => readTag(tag, evidence.plan).scope === "object");
}

function alsoOld(evidence: StaleEvidence): string {
  const [tag] = objectTags(evidence);
  return tag === undefined
    ? "This page alone: no other goes cold."
    : `This page alone. Other pages that show the same, such as an API behind it, keep their copies: the tag ${tag} would name those too.`;
}

/**
 * The tag that names all copies of a page that the edge keeps by more than its set-up knows: a URL names one of them,
 * and which is not known. An object's tag that the page carries, else the tenant's.
 */
function tagOfAllCopies(evidence: StaleEvidence): string | null {
  const [object] = objectTags(evidence);
  const own = tenantTag(evidence.tenant, evidence.plan);
  const carried = usableOrigin(evidence)?.tags ?? [];
  return object ?? (own !== null && carried.includes(own) ? own : null);
}

const withoutScheme = (url: string) => url.replace(/^https?:/i, "");

/** Whether a purge on record named a copy of this address by headers, of which the page's set-up knows nothing. */
function hasUnknownKey({ page, purges }: StaleEvidence, url: string): boolean {
  if (page.keyedBy.length > 0) return false;
  const files = purges.flatMap(({ kind, targets }) => (kind === "files" ? targets : []));
  return files.map(readFileTarget).some((file) => {
    const isThis = withoutScheme(fileUrl(file)) === withoutScheme(url);
    return isThis && fileHeaders(file).length > 0;
  });
}

/** What to purge, and why that. */
function choose(evidence: StaleEvidence, url: string) {
  const tag = hasUnknownKey(evidence, url) ? tagOfAllCopies(evidence) : null;
  if (tag === null) return { selector: pageSelector(evidence, url), why: alsoOld(evidence) };
  return {
    selector: { tags: [tag] },
    why: `By the tag ${tag}, which all copies of this page carry: by what the edge tells them apart is not in its set-up, so a URL may name another. Other pages that carry the tag are purged too.`,
  };
}

/** This page alone, in the form in which it was probed. */
function pageSelector({ page }: StaleEvidence, url: string): Selector {
  const headers = Object.fromEntries(
    page.keyedBy.flatMap((name) => (page.sent[name] ? [[name, page.sent[name]] as const] : [])),
  );
  return { files: [Object.keys(headers).length === 0 ? url : { url, headers }] };
}

/**
 * The narrowest purge that would mend a page, with the risk that it has: the page's URL, since it needs no tag, unless the
 * edge keeps copies of it that a URL does not tell apart.
 *
 * @returns null when a purge mends nothing, or cannot be named
 */
export async function proposePurge(
  evidence: StaleEvidence,
  { cause, url }: { cause: StaleCause; url: string },
): Promise<PurgeProposal | null> {
  if (!mended.has(cause)) return null;
  const { selector, why } = choose(evidence, url);
  try {
    const request = { tenantId: evidence.tenant.id, method: "invalidate" as const, selector };
    const { resolved } = await resolveRequest(request);
    return {
      selector,
      tier: resolved.tier,
      why,
      refusal: resolved.refusal?.message ?? null,
    };
  } catch (error) {
    // An address that a purge cannot name, such as one that is too long: then nothing is proposed.
    if (error instanceof AppError && error.code === "invalid_input") return null;
    throw error;
  }
}
