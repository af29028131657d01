import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** What every token's text begins with, so that one that leaks is recognised by scanners. */
const prefix = "pct";

const digest = (secret: string) => createHash("sha256").update(secret, "utf8").digest();

/**
 * A new secret for the token of this id: what the service sends, and the digest that is kept of it.
 */
export function newTokenSecret(id: string): { text: string; digest: string } {
  const secret = randomBytes(32).toString("base64url");
  return {
    text: [prefix, id.replaceAll("-", ""), secret].join("_"),
    digest: digest(secret).toString("hex"),
  };
}

/** The digest that would be kept of a secret, to look for it. It tells nothing of the secret. */
export function tokenDigest(secret: string): string {
  return digest(secret).toString("hex");
}

/** The parts of a token's text; null when it is none. */
export function readTokenText(text: string): { id: string; secret: string } | null {
  const match =
    /^pct_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})_(.{43})$/.exec(text);
  if (match === null) return null;
  return { id: match.slice(1, 6).join("-"), secret: match[6] ?? "" };
}

/** Whether the secret is the one that the digest was kept of; takes as long for one that is nearly right. */
export function isTokenSecret(secret: string, keptDigest: string): boolean {
  return timingSafeEqual(digest(secret), Buffer.from(keptDigest, "hex"));
}
