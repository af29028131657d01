import { normalisePath } from "@/lib/edge/probe/normalise-path";
import { type DirectoryPage, pagePath } from "@/lib/schemas/directory-page";
import { pageSetup, type PageSetup } from "@/lib/schemas/page-setup";

/** A page as it is stored. */
export interface PageRow {
  path: string;
  variants: unknown;
  leaveOut: unknown;
  secretHeader: string | null;
  secretName: string | null;
}

/** A page's set-up with its parts in one order, whatever order they were written or stored in. */
function setupOf({ variants, leaveOut, secretHeader, secretName }: PageRow): PageSetup {
  const parsed = pageSetup.parse({
    variants,
    leaveOut,
    ...(secretHeader && secretName
      ? { probeHeader: { name: secretHeader, secret: secretName } }
      : {}),
  });
  return {
    ...(parsed.variants?.length ? { variants: parsed.variants.map(sortHeaders) } : {}),
    ...(parsed.leaveOut?.length ? { leaveOut: parsed.leaveOut } : {}),
    ...(parsed.probeHeader ? { probeHeader: parsed.probeHeader } : {}),
  };
}

function sortHeaders(variant: NonNullable<PageSetup["variants"]>[number]) {
  if (variant.headers === undefined) return variant;
  const sorted = Object.entries(variant.headers).sort(([a], [b]) => (a < b ? -1 : 1));
  return { ...variant, headers: Object.fromEntries(sorted) };
}

/** A page as the directory has it: its path alone where it has no set-up. */
export function pageState(row: PageRow): DirectoryPage {
  const setup = setupOf(row);
  return Object.keys(setup).length === 0 ? row.path : { path: row.path, ...setup };
}

/**
 * The rows that a tenant's pages become. What a page leaves out stays as it is, so that a list of paths does
 * not take the set-up away; an empty list, or null for the header, does.
 *
 * @param there the tenant's pages as they are
 */
export function pageRows(pages: DirectoryPage[], there: PageRow[]): PageRow[] {
  const before = new Map(there.map((row) => [row.path, row]));
  const rows = pages.map((page): PageRow => {
    const path = normalisePath(pagePath(page)) ?? pagePath(page);
    const old = before.get(path);
    const { variants, leaveOut, probeHeader }: PageSetup = typeof page === "string" ? {} : page;
    const header =
      probeHeader === undefined
        ? { secretHeader: old?.secretHeader ?? null, secretName: old?.secretName ?? null }
        : { secretHeader: probeHeader?.name ?? null, secretName: probeHeader?.secret ?? null };
    return {
      path,
      variants: variants ?? old?.variants ?? [],
      leaveOut: leaveOut ?? old?.leaveOut ?? [],
      ...header,
    };
  });
  return [...new Map(rows.map((row) => [row.path, row])).values()];
}

/** A tenant's pages as the directory would have them, once these are loaded over those that are there. */
export function pagesAfter(pages: DirectoryPage[], there: DirectoryPage[]): DirectoryPage[] {
  return pageRows(pages, pageRows(there, [])).map(pageState);
}
