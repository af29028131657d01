// eslint-disable-next-line no-control-regex -- control characters are what this looks for
const unsafe = /[\u0000-\u0020\u007f\\]/;

/**
 * The path and query of a page, as a probe sends it.
 *
 * @returns null when it is not a path: it must begin with one "/", without spaces, fragments, backslashes
 */
export function normalisePath(typed: string): string | null {
  if (!typed.startsWith("/") || typed.startsWith("//") || unsafe.test(typed)) return null;
  if (typed.includes("#") || !URL.canParse(typed, "http://host")) return null;
  const url = new URL(typed, "http://host");
  // What begins with two slashes once the dots are gone would be read as a host.
  return url.host === "host" && !url.pathname.startsWith("//") ? url.pathname + url.search : null;
}
