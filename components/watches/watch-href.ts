/** The form for watching tenants' pages, with these tenants chosen. Ids have no commas. */
export function watchHref(tenantIds: readonly string[]): string {
  return `/watch?tenant=${[...new Set(tenantIds)].map(encodeURIComponent).join(",")}`;
}
