/** What a refusal is about: it decides what is done about it, and what people are told. */
export type RefusalKind =
  "limit" | "token" | "zone" | "plan" | "environment" | "request" | "too much" | "item";

/**
 * The purge API's error codes, from Cloudflare's documentation and from what clients of it have seen. The
 * rate limit has had several over the years. Of several errors the kind that comes first here decides.
 */
const codesOfKind: Record<RefusalKind, readonly number[]> = {
  limit: [1134, 971, 1083, 1102, 1113],
  token: [10000, 9103, 9106, 9109, 6003, 6103, 6111],
  zone: [7000, 7003, 1095],
  plan: [1107, 1112],
  environment: [1136],
  request: [1012, 1013, 1014, 1092],
  "too much": [1094, 1101, 1111],
  item: [1082, 1100, 1114],
};

/** The kind by the codes alone; null when none is known. */
export function kindOfCodes(codes: readonly number[]): RefusalKind | null {
  const kinds = Object.keys(codesOfKind) as RefusalKind[];
  return kinds.find((kind) => codes.some((code) => codesOfKind[kind].includes(code))) ?? null;
}

/** What the status says where no code is known. */
export function kindOfStatus(status: number): RefusalKind | null {
  if (status === 401 || status === 403) return "token";
  if (status === 404) return "zone";
  if (status === 413) return "too much";
  // Something in the body was not right: 1115 and others that no list has.
  if (status === 400 || status === 422 || (status >= 200 && status < 300)) return "item";
  return null;
}

/** Whether a call that was refused so is worth splitting: what is refused may be one item of it. */
export function isAboutItem(kind: RefusalKind | null): boolean {
  return kind === "item" || kind === "too much";
}

/** Sentences for people; `words` are Cloudflare's own. */
const sentences: Record<Exclude<RefusalKind, "limit">, (words: string) => string> = {
  token: (words) =>
    `Cloudflare refused the console's API token (${words}). An admin has to check CLOUDFLARE_API_TOKEN and its Cache Purge permission.`,
  zone: (words) =>
    `Cloudflare does not know the zone, or the console's API token may not purge it (${words}). An admin has to check the zone's id.`,
  plan: (words) => `Cloudflare does not allow this kind of purge on the zone's plan (${words}).`,
  environment: (words) =>
    `Cloudflare cannot purge by URL in this environment of the zone (${words}). Purge by tag, prefix or host instead.`,
  request: (words) =>
    `Cloudflare could not make sense of the console's request (${words}). That is a fault of the console: please report it.`,
  "too much": (words) => `It is more than Cloudflare takes in one request (${words}).`,
  item: (words) => `Cloudflare refused what was to be purged (${words}).`,
};

/** Why a call was refused for good, as a sentence. */
export function refusalSentence(
  kind: Exclude<RefusalKind, "limit"> | null,
  status: number,
  words: string,
): string {
  if (kind !== null) return sentences[kind](words);
  if (status >= 300 && status < 400) {
    return `The address of Cloudflare's API answers with a redirect (${words}). An admin has to check CLOUDFLARE_API_BASE_URL.`;
  }
  if (status === 409) {
    return `Cloudflare is busy with something that conflicts with it (${words}). Send it again in a while.`;
  }
  return `Cloudflare refused the request (${words}). An admin has to look at it.`;
}
