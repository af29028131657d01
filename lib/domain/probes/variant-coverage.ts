import { readFileTarget } from "@/lib/edge/file-target";
import { fileHeaders, fileUrl } from "@/lib/schemas/files";
import type { PageVariant } from "@/lib/schemas/page-setup";
import type { VariantCoverage } from "@/lib/schemas/comparisons";
import type { SelectorKind } from "@/lib/schemas/words";
import { variantPath } from "@/lib/edge/probe/variant-request";

const withoutScheme = (url: string) => url.replace(/^https?:/i, "");
const firstLanguage = (value: string) => value.toLowerCase().split(/[,;-]/)[0]?.trim() ?? "";

/** The headers by which a variant's copy is named in a purge by URL, in lower case. */
function keyHeaders(variant: PageVariant | null): Map<string, string> {
  const { language, device, country, headers = {} } = variant ?? {};
  const pairs: [string, string | undefined][] = [
    ["accept-language", language === undefined ? undefined : firstLanguage(language)],
    ["cf-device-type", device],
    ["cf-ipcountry", country],
    ...Object.entries(headers),
  ];
  return new Map(
    pairs.flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), value.toLowerCase()]],
    ),
  );
}

/** How a target stands to a variant: its copy, perhaps its copy, or another one. */
function match(target: string, url: string, variant: PageVariant | null): VariantCoverage {
  const file = readFileTarget(target);
  if (withoutScheme(fileUrl(file)) !== withoutScheme(url)) return "left";
  const wanted = keyHeaders(variant);
  const given = new Map(
    fileHeaders(file).map(([name, value]) => {
      const key = name.toLowerCase();
      return [key, key === "accept-language" ? firstLanguage(value) : value.toLowerCase()];
    }),
  );
  if (![...wanted].every(([name, value]) => given.get(name) === value)) return "left";
  // With more headers than the set-up knows of, the key may be this copy's, or another's.
  return given.size === wanted.size ? "covered" : "unclear";
}

/** Of several targets, the one that says most. */
function best(found: VariantCoverage[]): VariantCoverage {
  return (["covered", "unclear"] as const).find((one) => found.includes(one)) ?? "left";
}

/**
 * Whether what a purge names includes a variant's copy. A purge by URL is of the default variant alone, unless
 * it names all headers of the variant's cache key: one that is missing counts as empty
 * (https://developers.cloudflare.com/cache/how-to/purge-cache/purge-cache-key/). Tags, prefixes and hosts are
 * of all variants.
 *
 * @param url of the page, as its default variant is asked for
 * @param keyed whether the key has parts that no visitor is without (device, country): then a URL without
 * headers names no copy for certain
 */
export function coverageOf(
  { selectorKind, targets }: { selectorKind: SelectorKind; targets: string[] },
  url: string,
  variant: PageVariant | null,
  keyed: boolean,
): VariantCoverage {
  const { host, pathname } = new URL(url);
  const when = (named: boolean): VariantCoverage => (named ? "covered" : "left");
  switch (selectorKind) {
    case "tags":
      return "by_tag";
    case "files": {
      const path = variantPath(url, variant ?? {});
      const named = best(targets.map((target) => match(target, path, variant)));
      const isFull = variant?.device !== undefined || variant?.country !== undefined;
      return named === "covered" && keyed && !isFull ? "unclear" : named;
    }
    case "prefixes":
      return when(targets.some((prefix) => `${host}${pathname}`.startsWith(prefix)));
    case "hosts":
      return when(targets.includes(host));
    case "everything":
      return "covered";
  }
}
