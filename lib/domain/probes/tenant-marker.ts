/** How pages of a zone show whose they are: the texts around the tenant's id, slug or name. */
export interface TenantMarker {
  begin: string;
  end: string;
  /** What stands between them. */
  names: "id" | "slug" | "name";
}

const form = /^(.*)\{(id|slug|name)\}(.*)$/s;

/** Reads a marker such as `data-tenant="{slug}"`; null when there is none, or it is not of this form. */
export function readMarker(marker: string | null): TenantMarker | null {
  const [, begin, names, end] = form.exec(marker ?? "") ?? [];
  if (!begin || !names || !end) return null;
  return { begin, end, names: names as TenantMarker["names"] };
}
