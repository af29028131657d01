/** The address of a purge's receipt. */
export function purgeHref(id: string): string {
  return `/purges/${encodeURIComponent(id)}`;
}
