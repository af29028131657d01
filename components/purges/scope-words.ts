import { fileText, fileUrl } from "@/lib/schemas/files";
import type { Selector } from "@/lib/schemas/purges";
import type { PurgeMethod, SelectorKind } from "@/lib/schemas/words";

/** A selector as one kind and its values in words; everything in the zone has no values. */
export interface Targets {
  kind: SelectorKind;
  /** A URL with cache-key headers has them behind it: "https://… · CF-Device-Type: mobile". */
  values: readonly string[];
}

/** Which kind of target a selector names, and the targets as they are sent. */
export function targetsOf(selector: Selector): Targets {
  if (selector.tags) return { kind: "tags", values: selector.tags };
  if (selector.files) return { kind: "files", values: selector.files.map(fileText) };
  if (selector.prefixes) return { kind: "prefixes", values: selector.prefixes };
  if (selector.hosts) return { kind: "hosts", values: selector.hosts };
  return { kind: "everything", values: [] };
}

const nouns: Record<SelectorKind, readonly [one: string, many: string]> = {
  tags: ["tag", "tags"],
  files: ["URL", "URLs"],
  prefixes: ["prefix", "prefixes"],
  hosts: ["host", "hosts"],
  everything: ["everything in the zone", "everything in the zone"],
};

/** "tag", "3 URLs": what kind of target and how many. */
export function countedKind({ kind, values }: Targets): string {
  const [one, many] = nouns[kind];
  return values.length > 1 ? `${values.length} ${many}` : one;
}

/** The URLs that a selector names, without their headers; none when it names something else. */
export function urlsOf(selector: Selector): string[] {
  return (selector.files ?? []).map(fileUrl);
}

/** The verb of a method at the start of a sentence. */
export const methodVerb: Record<PurgeMethod, string> = {
  purge: "Purge",
  invalidate: "Invalidate",
};

/** The path of a URL, for a sentence that already names the tenant; the text itself if it is no URL. */
export function pathOf(url: string): string {
  try {
    const { pathname, search } = new URL(url);
    return `${pathname}${search}`;
  } catch {
    return url;
  }
}

/**
 * What a purge touches, as the end of a sentence that starts with its verb: "acme's /billing", "everything of acme",
 * "page:billing across tenants". `tenantTag` tells the tenant's own tag from the others.
 */
export function namedScope(
  { selector, tier }: { selector: Selector; tier: string },
  slug: string,
  tenantTag: string | null,
): string {
  const targets = targetsOf(selector);
  const [first] = targets.values;
  if (first === undefined) return "everything in the zone";
  const { kind, values } = targets;
  const isOne = values.length === 1;
  const counted = countedKind(targets);
  const named = !isOne ? counted : kind === "tags" ? first : `${counted} ${first}`;
  if (tier === "shared") return `${named} across tenants`;
  const isWhole = kind === "tags" && values.some((tag) => sameTag(tag, tenantTag ?? ""));
  if (isWhole) return `everything of ${slug}`;
  if (!isOne || kind === "tags") return `${named} of ${slug}`;
  return kind === "files"
    ? `${slug}'s ${pathOf(urlsOf(selector)[0] ?? first)}`
    : `${slug}'s ${named}`;
}

/** What a purge touches, and where when that is not production: "everything of acme in Staging". */
export function inEnvironment(scope: string, environmentName: string | null): string {
  return environmentName === null ? scope : `${scope} in ${environmentName}`;
}

/** Cloudflare compares tags without case. */
export function sameTag(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
