import { listOf } from "@/components/shell/problem-notice";
import type { ServiceToken } from "@/lib/schemas/tokens";
import type { SelectorKind, TokenVerb } from "@/lib/schemas/words";

const dayMs = 24 * 60 * 60 * 1000;
/** How long before it ends a token is worth a warning. */
const nearDays = 14;

/** What each verb permits, in a word and in a sentence. */
export const verbWords: Record<TokenVerb, { word: string; sentence: string }> = {
  purge: { word: "Purge", sentence: "Has content removed or marked stale, through the console." },
  read: { word: "Read", sentence: "Reads purges and what became of them." },
  report: {
    word: "Report",
    sentence: "Tells of purges that the service sent to Cloudflare itself.",
  },
  write: {
    word: "Tell of writes",
    sentence: "Tells when writes on tenants began, were committed or failed.",
  },
  probe: { word: "Probe", sentence: "Probes pages for the console from elsewhere, as an agent." },
  sync: { word: "Sync", sentence: "Keeps tenants, zones and tag plans up to date." },
};

/** What a token may name. */
export const kindWords: Record<SelectorKind, string> = {
  tags: "Tags",
  files: "URLs",
  prefixes: "Prefixes",
  hosts: "Hosts",
  everything: "Everything in a zone",
};

/** How a token stands: near: it ends within two weeks. */
export type TokenState = "active" | "near" | "expired" | "revoked";

/** @param now in milliseconds since 1970 */
export function stateOf({ revoked, expiresAt }: ServiceToken, now: number): TokenState {
  if (revoked !== null) return "revoked";
  const left = Date.parse(expiresAt) - now;
  if (left <= 0) return "expired";
  return left < nearDays * dayMs ? "near" : "active";
}

const mostNamed = 3;

function named(all: string, noun: string, names: readonly string[]): string {
  if (names.length === 0) return all;
  return names.length > mostNamed ? `${names.length} ${noun}` : names.join(", ");
}

/** "Purge and read by tags and URLs": what it may do. */
export function rightsInWords({ verbs, selectorKinds }: ServiceToken): string {
  const and = new Intl.ListFormat("en-GB", { type: "conjunction" });
  const does = and.format(verbs.map((verb) => verbWords[verb].word.toLowerCase()));
  const kinds = selectorKinds.map((kind) =>
    kind === "files" ? kindWords.files : kindWords[kind].toLowerCase(),
  );
  const sentence = verbs.includes("purge") ? `${does} by ${listOf(kinds)}` : does;
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** "example.com, all tenants": to what it may do it. */
export function reachInWords({ zones, tenants }: ServiceToken): string {
  const inZones = named(
    "all zones",
    "zones",
    zones.map(({ name }) => name),
  );
  const ofTenants = named(
    "all tenants",
    "tenants",
    tenants.map((id) => `tenant ${id}`),
  );
  return `${inZones}; ${ofTenants}`;
}
