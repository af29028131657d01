import { pageSelect, toSetup } from "@/lib/domain/probes/page-row";
import { coverageOf } from "@/lib/domain/probes/variant-coverage";
import { canProbe } from "@/lib/edge/probe/variant-request";
import type { Transaction } from "@/lib/platform/database";
import type { PageVariant } from "@/lib/schemas/page-setup";
import type { SelectorKind } from "@/lib/schemas/words";
import type { VariantEvidence } from "./evidence";

/** What a purge names. */
export interface NamedTargets {
  selectorKind: SelectorKind;
  targets: string[];
}

/** The variants of a page by its set-up, beside the default one; empty for a page that the directory does not list. */
export async function readVariants(
  tx: Transaction,
  tenantId: string,
  path: string,
): Promise<PageVariant[]> {
  const page = await tx.page.findUnique({
    where: { tenantId_path: { tenantId, path } },
    select: pageSelect,
  });
  return page === null ? [] : toSetup(page).variants;
}

/** Whether the key has parts that no visitor is without: then a URL without headers names no copy for certain. */
const isKeyed = (variants: readonly PageVariant[]) =>
  variants.some(({ device, country }) => (device ?? country) !== undefined);

/**
 * Whether a purge names a page, in any of its variants. null: it names tags, and the edge does not tell which a
 * page carries.
 *
 * @param url of the page, as its default variant is asked for
 */
export function namesPage(
  purge: NamedTargets,
  url: string,
  variants: readonly PageVariant[],
): boolean | null {
  if (purge.selectorKind === "tags") return null;
  const keyed = isKeyed(variants);
  return [null, ...variants].some((one) => coverageOf(purge, url, one, keyed) !== "left");
}

/** The copies of a page with what a purge names of them, the default one first; empty: there is no other. */
export function toVariantEvidence(
  variants: readonly PageVariant[],
  purge: NamedTargets | null,
  url: string | null,
): VariantEvidence[] {
  if (variants.length === 0) return [];
  const keyed = isKeyed(variants);
  return [null, ...variants].map((variant) => ({
    name: variant?.name ?? null,
    canProbe: canProbe(variant ?? {}),
    coverage: purge === null || url === null ? null : coverageOf(purge, url, variant, keyed),
  }));
}
