import { fileHeaders, fileUrl } from "@/lib/schemas/files";
import type { Selector } from "@/lib/schemas/purges";

/** The address of what was found. */
export function diagnosisHref(id: string): string {
  return `/diagnoses/${encodeURIComponent(id)}`;
}

/** The form that asks why a page is stale, filled in as far as is known. It asks nothing by itself. */
export function askWhyHref(tenantId: string, address?: string): string {
  const query = new URLSearchParams({
    tenant: tenantId,
    ...(address === undefined ? {} : { address }),
  });
  return `/diagnoses/new?${query.toString()}`;
}

/** The form for a purge, filled in with a selector and the page that is to show its effect. It sends nothing. */
export function proposedPurgeHref(tenantId: string, selector: Selector, path: string): string {
  const query = new URLSearchParams({ tenant: tenantId, page: path });
  for (const tag of selector.tags ?? []) query.append("tag", tag);
  for (const file of selector.files ?? []) {
    query.append("url", fileUrl(file));
    // All files of one proposal are the same copy: their headers are the form's.
    for (const [name, value] of fileHeaders(file)) query.append("header", `${name}: ${value}`);
  }
  return `/purges/new?${query.toString()}`;
}
