/** A URL as the cache sees it. */
export interface CacheLocation {
  /** Host name in lower case, without a port. */
  host: string;
  /** Normalised path without the query. */
  path: string;
  /** The query with its "?", or "". Part of the key, and its order matters. */
  query: string;
  /** What a custom cache key adds from headers; "" for pages without one. */
  variant: string;
}

/** The two answers an origin may give by Accept-Encoding; other values fold into these. */
export type EncodingClass = "gzip" | "identity";

/**
 * Reads the path of a request line as a cache location.
 * The path is normalised as Cloudflare's URL Normalization does (dot segments resolved, unreserved
 * characters decoded, escapes in upper case), so encoded and raw forms are one asset
 * (docs: purge_by_prefix). Returns undefined when the text is not a path.
 */
export function locationOfRequest(host: string, target: string): CacheLocation | undefined {
  if (!target.startsWith("/")) return undefined;
  // The base's own host is never used; a target that starts with "//" must not replace it either.
  const url = parseUrl(`http://edge.invalid${target}`);
  return url && { host, path: normalizeEscapes(url.pathname), query: url.search, variant: "" };
}

/**
 * Reads a full URL of a purge by file. Scheme and port are not part of the key here: the practice
 * edge listens on a port of its own in the place of 443, and a person copies what the address bar
 * shows. Cloudflare's default key does contain the scheme. Host in lower case, path case-sensitive,
 * fragment dropped (docs: purge-by-single-file). Returns undefined for anything but http(s).
 */
export function locationOfUrl(text: string): CacheLocation | undefined {
  const url = parseUrl(text);
  if (!url || (url.protocol !== "https:" && url.protocol !== "http:")) return undefined;
  const path = normalizeEscapes(url.pathname);
  return { host: url.hostname, path, query: url.search, variant: "" };
}

/** Host and path of a prefix such as "www.example.com/blog/", normalised as the cache key is. */
export function normalizePrefix(prefix: string): { host: string; path: string } | undefined {
  const location = locationOfUrl(`http://${prefix}`);
  if (!location) return undefined;
  return { host: location.host, path: prefix.includes("/") ? location.path : "" };
}

/** The key without the encoding: what one URL is called in a cache. */
export function primaryKey(location: CacheLocation): string {
  return `${location.host}${location.path}${location.query}${location.variant}`;
}

/** "gzip" when the client accepts it with a quality above 0, else "identity". */
export function encodingClassOf(acceptEncoding: string | undefined): EncodingClass {
  const accepted = (acceptEncoding ?? "").split(",").some((item) => {
    const [coding, ...parameters] = item.split(";").map((part) => part.trim().toLowerCase());
    const refused = parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
    return (coding === "gzip" || coding === "x-gzip" || coding === "*") && !refused;
  });
  return accepted ? "gzip" : "identity";
}

function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

function normalizeEscapes(path: string): string {
  return path.replace(/%[0-9a-f]{2}/gi, (escape) => {
    const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16));
    return /[A-Za-z0-9._~-]/.test(character) ? character : escape.toUpperCase();
  });
}
