/** A target as it will be sent, or why it cannot be. */
export type NormalTarget = { value: string; host: string | null } | { problem: string };

const tagCharacters = /^[\x21-\x2b\x2d-\x7e]+$/;
const hostName =
  /^(?=.{1,200}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/;
// eslint-disable-next-line no-control-regex -- control characters are what this looks for
const unsafe = /[\u0000-\u0020\u007f\\]/;

/**
 * A tag: 1 to 1,024 printable ASCII characters without space and comma, in lower case, since Cloudflare
 * compares without case (https://developers.cloudflare.com/cache/how-to/purge-cache/purge-by-tags/).
 */
export function normaliseTag(typed: string): NormalTarget {
  if (typed.length > 1024) return { problem: "a tag may have at most 1,024 characters" };
  if (!tagCharacters.test(typed)) {
    return { problem: "a tag may have printable ASCII characters only, no spaces and no commas" };
  }
  return { value: typed.toLowerCase(), host: null };
}

/**
 * A URL: http or https, host in lower case, no fragment, no user name.
 *
 * @param edgePort the port of the zone's own edge, which is no part of the cache key and is left out
 */
export function normaliseFile(typed: string, edgePort: string | null): NormalTarget {
  if (unsafe.test(typed))
    return { problem: "a URL may not have spaces, backslashes or control characters" };
  if (!/^https?:\/\//i.test(typed) || !URL.canParse(typed)) {
    return { problem: "give the whole URL, such as https://acme.example.com/billing" };
  }
  const url = new URL(typed);
  if (url.username !== "" || url.password !== "")
    return { problem: "a URL may not have a user name" };
  if (url.port !== "" && url.port === edgePort) url.port = "";
  if (url.port !== "") return { problem: "a URL may not name a port" };
  url.hash = "";
  return { value: url.href, host: url.hostname };
}

/**
 * A prefix: host and path without scheme, query and fragment, at most 31 "/"
 * (https://developers.cloudflare.com/cache/how-to/purge-cache/purge_by_prefix/). It ends in "/" unless it
 * names a file: "/t/acme" would also match "/t/acme-corp".
 */
export function normalisePrefix(typed: string): NormalTarget {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(typed)) {
    return { problem: "a prefix has no scheme: acme.example.com/billing/" };
  }
  if (unsafe.test(typed))
    return { problem: "a prefix may not have spaces, backslashes or control characters" };
  if (/[?#]/.test(typed)) return { problem: "a prefix may not have a query or fragment" };
  const slash = typed.indexOf("/");
  const host = (slash < 0 ? typed : typed.slice(0, slash)).toLowerCase();
  const path = slash < 0 ? "/" : typed.slice(slash);
  if (!hostName.test(host))
    return { problem: "a prefix begins with a host: acme.example.com/billing/" };
  if (path.includes("//") || /(^|\/)\.\.?(\/|$)/.test(decodeDots(path))) {
    return { problem: "a prefix may not have empty, . or .. segments" };
  }
  const namesFile = /\.[a-z0-9]+$/i.test(path);
  const value = host + (path.endsWith("/") || namesFile ? path : `${path}/`);
  if (value.split("/").length - 1 > 31) return { problem: 'a prefix may have at most 31 "/"' };
  return { value, host };
}

const decodeDots = (path: string) => path.replace(/%2e/gi, ".").replace(/%2f/gi, "/");

/** A host in lower case. Hosts over 200 characters are refused by Cloudflare. */
export function normaliseHost(typed: string): NormalTarget {
  const host = typed.toLowerCase();
  if (!hostName.test(host)) return { problem: "give a host name alone, such as acme.example.com" };
  return { value: host, host };
}
