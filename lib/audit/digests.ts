import { createHash } from "node:crypto";

/** SHA-256 in lower-case hex. */
export function sha256(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

/** What the first link of a record leads back to: no two records begin alike. */
export function genesis(logId: string): string {
  return sha256(`purge-console audit record ${logId}`);
}

/**
 * What a link's digest covers: version, place, the digest before, and the entry's bytes. In an export these are
 * the bytes behind the digest, so that a verifier hashes the line as it is.
 */
export function linkText(seq: number, prev: string, entry: string): string {
  return `"v":1,"seq":${seq},"prev":"${prev}","entry":${entry}}`;
}

/** A link as a line of an export, without its end. */
export function linkLine(digest: string, text: string): string {
  return `{"digest":"${digest}",${text}`;
}
