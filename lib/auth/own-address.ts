/**
 * An address of this console, in full; whatever is none becomes the overview, and so does the way in itself.
 *
 * @param url a path, or an address in full
 */
export function ownAddress(url: string, ownUrl: string): string {
  const home = new URL(ownUrl).origin;
  if (!URL.canParse(url, home)) return home;
  const address = new URL(url, home);
  const isWayIn = address.pathname === "/sign-in" || address.pathname.startsWith("/api/");
  return address.origin === home && !isWayIn ? address.href : home;
}
