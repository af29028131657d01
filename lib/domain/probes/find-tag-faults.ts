import { classifyTag, onRoutes, type PlannedTag, tenantTag } from "@/lib/domain/purges/tag-plan";
import type { Finding } from "@/lib/schemas/probes";

/** What Cloudflare takes of the Cache-Tag header, in bytes, and how near to it is told. */
const mostTagBytes = 16 * 1024;
const nearTagBytes = 14 * 1024;
/** How many tags a reason names. */
const mostNamed = 5;

export interface TagEvidence {
  path: string;
  httpStatus: number | null;
  cacheControl: string | null;
  cacheTag: string | null;
  /** The answer came from the origin itself, which shows Cache-Tag; the edge strips it. */
  fromOrigin: boolean;
  tenant: { id: string; slug: string };
  plan: PlannedTag[];
}

/** What no shared cache keeps needs no tag: there is no copy that a purge would have to reach. */
const keptByNobody = /(^|,)\s*(private|no-store)\s*(,|$)/i;

function named(tags: string[]): string {
  const rest = tags.length - mostNamed;
  return tags.slice(0, mostNamed).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}

/**
 * What the plan says that a page carries and it does not. Patterns of objects are left out: a page may show none.
 */
function missingTags(tags: string[], { path, tenant, plan }: TagEvidence): string[] {
  const own = tenantTag(tenant, plan);
  const carried = new Set(tags.map((tag) => tag.toLowerCase()));
  const patterns = plan.filter(({ routes }) => onRoutes(path, routes));
  return patterns.flatMap((planned) => {
    if (planned.scope === "tenant") {
      const isOwn = own !== null && tenantTag(tenant, [planned]) === own;
      return isOwn && !carried.has(own) ? [own] : [];
    }
    const isThere = tags.some((tag) => classifyTag(tag, tenant, [planned]).planned !== null);
    return planned.scope === "shared" && !isThere ? [planned.pattern] : [];
  });
}

/**
 * Holds the tags of an answer to the tag plan. The edge strips Cache-Tag, so without one only the origin's
 * answer says that there is none.
 */
export function findTagFaults(evidence: TagEvidence): Finding[] {
  const { cacheControl, cacheTag, fromOrigin, tenant, plan, httpStatus } = evidence;
  const isPage = httpStatus !== null && httpStatus < 300;
  if (plan.length === 0 || !isPage || (cacheTag === null && !fromOrigin)) return [];
  const tags = (cacheTag ?? "")
    .split(",")
    .map((tag) => tag.trim())
    .filter(Boolean);
  const findings: Finding[] = [];
  const missing = keptByNobody.test(cacheControl ?? "") ? [] : missingTags(tags, evidence);
  if (missing.length > 0) {
    findings.push({
      code: "tags_missing",
      reason: `By the tag plan this page carries ${named(missing)}, and it does not: a purge by it leaves the page as it is.`,
    });
  }
  const classes = tags.map((tag) => ({ tag, ...classifyTag(tag, tenant, plan) }));
  const foreign = classes.filter((one) => one.foreign).map(({ tag }) => tag);
  const unknown = classes.filter(({ planned }) => planned === null).map(({ tag }) => tag);
  if (foreign.length + unknown.length > 0) {
    const parts = [
      ...(foreign.length > 0 ? [`${named(foreign)} of another tenant`] : []),
      ...(unknown.length > 0 ? [`${named(unknown)}, not in the tag plan`] : []),
    ];
    findings.push({ code: "tags_unplanned", reason: `The page carries ${parts.join("; ")}.` });
  }
  const bytes = Buffer.byteLength(cacheTag ?? "");
  if (bytes >= nearTagBytes) {
    findings.push({
      code: "tags_near_limit",
      reason: `The Cache-Tag header has ${bytes.toLocaleString("en")} bytes, and Cloudflare takes ${mostTagBytes.toLocaleString("en")}: tags beyond that purge nothing.`,
    });
  }
  return findings;
}
