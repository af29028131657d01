import { writeFileTarget } from "@/lib/edge/file-target";
import { type FileTarget, fileUrl } from "@/lib/schemas/files";
import { normaliseHeaders } from "./normalise-headers";

/** A target as it will be sent, or why it cannot be and where in it ("headers.Origin"). */
export type NormalTarget =
  { value: string; host: string | null } | { problem: string; at?: string };

/**
 * The longest target that is kept, in characters of what is sent (all of them ASCII): the index that finds
 * purges by target takes entries of about 2,700 bytes. Cloudflare states no limit for URLs here.
 */
const mostCharacters = 2500;
const tooLong = { problem: "may have at most 2,500 characters as it is sent, headers included" };

const tagCharacters = /^[\x21-\x2b\x2d-\x7e]+$/;
const hostName =
  /^(?=.{1,200}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/;
/** Control and other invisible characters, all kinds of spaces, and what browsers read as a slash. */
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Z}\\]/u;
const unsafeWords = "may not have spaces, backslashes or invisible characters";

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

/** A URL as browsers send it: non-ASCII percent-encoded, dot segments resolved, no fragment. */
function normaliseUrl(typed: string, edgePort: string | null): { url: URL } | { problem: string } {
  if (unsafe.test(typed)) return { problem: `a URL ${unsafeWords}` };
  const authority = /^https?:\/\/([^/?#]+)/i.exec(typed)?.[1];
  if (authority === undefined || !URL.canParse(typed)) {
    return { problem: "give the whole URL, such as https://acme.example.com/billing" };
  }
  if (authority.includes("@")) return { problem: "a URL may not have a user name" };
  const url = new URL(typed);
  if (url.port !== "" && url.port === edgePort) url.port = "";
  if (url.port !== "") return { problem: "a URL may not name a port" };
  url.hash = "";
  return { url };
}

/**
 * A URL: http or https, host in lower case (non-ASCII as punycode), no fragment, no user name
 * (https://developers.cloudflare.com/cache/how-to/purge-cache/purge-by-single-file/); with it the headers
 * of its cache key.
 *
 * @param edgePort the port of the zone's own edge, which is no part of the cache key and is left out
 */
export function normaliseFile(typed: FileTarget, edgePort: string | null): NormalTarget {
  const read = normaliseUrl(fileUrl(typed), edgePort);
  if ("problem" in read) return read;
  const checked = normaliseHeaders(typeof typed === "string" ? {} : typed.headers);
  if ("problem" in checked) return { problem: checked.problem, at: `headers.${checked.name}` };
  const value = writeFileTarget({ url: read.url.href, headers: checked.headers });
  return value.length > mostCharacters ? tooLong : { value, host: read.url.hostname };
}

/** A host as it is sent: lower case, non-ASCII letters as punycode, as browsers do; null: it is none. */
function asciiHost(typed: string): string | null {
  // Only what may stand in a name: the URL parser would read "a@b" or "%61" as something else.
  if (!/^[\p{L}\p{M}\p{N}.-]+$/u.test(typed) || !URL.canParse(`http://${typed}/`)) return null;
  const { hostname } = new URL(`http://${typed}/`);
  return hostName.test(hostname) ? hostname : null;
}

/** What encoded forms stand for where it matters: dots, and what parts a path. */
const decodeParts = (path: string) =>
  path.replace(/%2e/gi, ".").replace(/%2f/gi, "/").replace(/%5c/gi, "/");

/** A last segment such as "app.js": an extension has a letter, "v1.2" has none. */
const fileName = /[^/]\.(?=[a-z0-9]{1,8}$)[0-9]*[a-z][a-z0-9]*$/i;

/**
 * A prefix: host and path without scheme, query and fragment, at most 31 "/"
 * (https://developers.cloudflare.com/cache/how-to/purge-cache/purge_by_prefix/). It ends in "/" unless it
 * names a file: "/t/acme" would also match "/t/acme-corp".
 */
export function normalisePrefix(typed: string): NormalTarget {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(typed)) {
    return { problem: "a prefix has no scheme: acme.example.com/billing/" };
  }
  if (unsafe.test(typed)) return { problem: `a prefix ${unsafeWords}` };
  if (/[?#]/.test(typed)) return { problem: "a prefix may not have a query or fragment" };
  const slash = typed.indexOf("/");
  const host = asciiHost(slash < 0 ? typed : typed.slice(0, slash));
  if (host === null) return { problem: "a prefix begins with a host: acme.example.com/billing/" };
  const typedPath = slash < 0 ? "/" : typed.slice(slash);
  const isClosed = typedPath.endsWith("/") || fileName.test(typedPath);
  const path = isClosed ? typedPath : `${typedPath}/`;
  const parts = decodeParts(path);
  if (parts.includes("//") || /(^|\/)\.\.?(\/|$)/.test(parts)) {
    return { problem: "a prefix may not have empty, . or .. segments" };
  }
  // As browsers send it: non-ASCII percent-encoded.
  const value = host + new URL(`http://${host}${path}`).pathname;
  if (value.split("/").length - 1 > 31) return { problem: 'a prefix may have at most 31 "/"' };
  return value.length > mostCharacters ? tooLong : { value, host };
}

/** A host in lower case, non-ASCII as punycode. Hosts over 200 characters are refused by Cloudflare (1114). */
export function normaliseHost(typed: string): NormalTarget {
  const host = asciiHost(typed);
  if (host === null) return { problem: "give a host name alone, such as acme.example.com" };
  return { value: host, host };
}
