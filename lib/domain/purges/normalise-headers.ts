/** Cache-key headers as they will be sent, or which one cannot be and why. */
export type NormalHeaders = { headers: Record<string, string> } | { problem: string; name: string };

/** Far more than any cache key has. */
const mostHeaders = 20;
const mostCharacters = 1000;

/** RFC 9110 section 5.1: a field name is a token, compared without case. */
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/;
/** RFC 9110 section 5.5, without obs-text: what is left is what every part on the way reads alike. */
const printable = /^[\x20-\x7e]+$/;

type Read = (value: string) => { value: string } | { problem: string };

const plain: Read = (value) => ({ value });

/** https://developers.cloudflare.com/cache/how-to/purge-cache/purge-cache-key/ */
const readDeviceType: Read = (value) => {
  const device = value.toLowerCase();
  return ["mobile", "tablet", "desktop"].includes(device)
    ? { value: device }
    : { problem: "must be mobile, tablet or desktop" };
};

/** Two letters as in ISO 3166-1; XX is unknown and T1 the Tor network, as Cloudflare has them. */
const readCountry: Read = (value) => {
  const country = value.toUpperCase();
  return /^[A-Z]{2}$|^T1$/.test(country)
    ? { value: country }
    : { problem: "must be a country's two letters, such as DE" };
};

/** RFC 9110 section 12.5.4, by its characters. */
const readLanguage: Read = (value) =>
  /^[A-Za-z0-9*,;=. -]+$/.test(value)
    ? { value }
    : { problem: "must be a language such as de, or what a browser sends: de-CH,de;q=0.9" };

/** Scheme and host, and the port unless it is the default (Cloudflare's API reference of purge_cache). */
const readOrigin: Read = (value) => {
  const problem = "must be a scheme and host, such as https://app.example.com, and nothing behind";
  if (!/^https?:\/\/[^\s/?#@\\]+$/i.test(value) || !URL.canParse(value)) return { problem };
  return { value: new URL(value).origin };
};

const known = new Map<string, { name: string; read: Read }>(
  (
    [
      ["CF-Device-Type", readDeviceType],
      ["CF-IPCountry", readCountry],
      ["Accept-Language", readLanguage],
      ["Origin", readOrigin],
    ] as const
  ).map(([name, read]) => [name.toLowerCase(), { name, read }]),
);

/** https://developers.cloudflare.com/cache/how-to/cache-keys/#headers: these are in no cache key. */
const neverInKey =
  /^(accept|accept-charset|accept-encoding|accept-datetime|referer|user-agent|connection|content-length|cache-control|if-.*|range|upgrade|host|cf-.*)$/;
const secret = /^(cookie|set-cookie|authorization|proxy-authorization)$/;

/** X-Tenant-Tier: names are compared without case, so one spelling makes equal purges equal. */
function spelling(name: string): string {
  return name.toLowerCase().replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());
}

function readHeader(typedName: string, typed: string) {
  const folded = typedName.toLowerCase();
  if (!token.test(typedName)) {
    return { problem: "is no header name: letters, digits and hyphens, at most 100" };
  }
  const { name, read } = known.get(folded) ?? { name: spelling(typedName), read: plain };
  if (!known.has(folded) && neverInKey.test(folded)) {
    return { problem: "is in no cache key at Cloudflare, so it cannot tell copies apart" };
  }
  if (secret.test(folded)) {
    return { problem: "may hold a secret, and purges are on record: purge by tag instead" };
  }
  const value = typed.trim();
  if (value === "") return { problem: "must not be empty: a header that is left out is empty" };
  if (value.length > mostCharacters) return { problem: "may have at most 1,000 characters" };
  if (!printable.test(value)) {
    return { problem: "may have printable ASCII characters only, on one line" };
  }
  const result = read(value);
  return "problem" in result ? result : { name, value: result.value };
}

/**
 * The headers of a purge by URL, each in one spelling. They must be those of the cache key: one that is
 * missing counts as empty there, so that the purge silently names nothing (cloudflare.md section 1).
 */
export function normaliseHeaders(typed: Record<string, string>): NormalHeaders {
  const entries = Object.entries(typed);
  const extra = entries[mostHeaders];
  if (extra !== undefined) {
    return { problem: `is one too many: at most ${mostHeaders} headers`, name: extra[0] };
  }
  const headers = new Map<string, string>();
  for (const [typedName, typedValue] of entries) {
    const header = readHeader(typedName, typedValue);
    if ("problem" in header) return { problem: header.problem, name: typedName };
    if (headers.has(header.name)) {
      return { problem: "is there twice: header names are compared without case", name: typedName };
    }
    headers.set(header.name, header.value);
  }
  return { headers: Object.fromEntries(headers) };
}
