import type { PlannedTag } from "@/lib/domain/purges/tag-plan";
import type { PageVariant } from "@/lib/schemas/page-setup";
import type { Finding } from "@/lib/schemas/probes";
import { findTagFaults } from "./find-tag-faults";

/** What the rules look at: one answer, and what is known of the page that it is of. */
export interface HygieneEvidence {
  path: string;
  httpStatus: number | null;
  cacheStatus: string | null;
  cacheControl: string | null;
  contentType: string | null;
  setsCookie: boolean | null;
  redirectTo: string | null;
  language: string | null;
  cacheTag: string | null;
  /** The answer came from the origin itself, which shows Cache-Tag; the edge strips it. */
  fromOrigin: boolean;
  tenant: { id: string; slug: string };
  /** Other tenants of the zone whose marker stands on the page, by slug. */
  otherTenants: string[];
  variant: Pick<PageVariant, "name" | "language"> | null;
  plan: PlannedTag[];
}

type Rule = (evidence: HygieneEvidence) => Finding | null;

/** Statuses with which the edge hands out a copy that it kept. */
const fromCopy = new Set(["HIT", "STALE", "UPDATING", "REVALIDATED"]);
const isCopy = ({ cacheStatus }: HygieneEvidence) => fromCopy.has(cacheStatus ?? "");

const daySeconds = 24 * 60 * 60;
const yearSeconds = 365 * daySeconds;

/** Cache-Control as its directives, in lower case, each with its value. */
function directivesOf({ cacheControl }: HygieneEvidence): Map<string, string> {
  const parts = (cacheControl ?? "").toLowerCase().split(",");
  return new Map(
    parts.map((part) => {
      const [name = "", value = ""] = part.trim().split("=");
      return [name, value.replaceAll('"', "")];
    }),
  );
}

/** Seconds that browsers may keep it; 0 when nothing is said. */
function maxAgeOf(evidence: HygieneEvidence): number {
  const value = directivesOf(evidence).get("max-age") ?? "";
  return /^\d{1,10}$/.test(value) ? Number(value) : 0;
}

const isHtml = ({ contentType }: HygieneEvidence) => /^\s*text\/html\b/i.test(contentType ?? "");

/** Whoever gets this copy gets the cookie of the visitor who filled the cache. */
const cachedCookie: Rule = (evidence) =>
  isCopy(evidence) && evidence.setsCookie === true
    ? {
        code: "cached_cookie",
        reason: `A copy from the cache (${evidence.cacheStatus ?? ""}) sets a cookie: every visitor gets the same one.`,
      }
    : null;

const cachedError: Rule = (evidence) =>
  isCopy(evidence) && evidence.httpStatus !== null && evidence.httpStatus >= 400
    ? {
        code: "cached_error",
        reason: `HTTP ${evidence.httpStatus} came from the cache (${evidence.cacheStatus ?? ""}): visitors get the error for as long as the copy lives.`,
      }
    : null;

const cachedRedirect: Rule = (evidence) => {
  const { httpStatus, redirectTo, cacheStatus } = evidence;
  const isRedirect = httpStatus !== null && httpStatus >= 300 && httpStatus < 400;
  if (!isCopy(evidence) || !isRedirect || httpStatus === 304) return null;
  const where = redirectTo === null ? "" : ` to ${redirectTo.slice(0, 200)}`;
  return {
    code: "cached_redirect",
    reason: `A redirect${where} came from the cache (${cacheStatus ?? ""}): one that depends on the visitor must not be kept.`,
  };
};

const privateButHit: Rule = (evidence) => {
  const directives = directivesOf(evidence);
  // private="field" is about that field alone (RFC 9111, 5.2.2.7).
  const said = ["no-store", "private"].find((name) => directives.get(name) === "");
  return isCopy(evidence) && said !== undefined
    ? {
        code: "private_but_hit",
        reason: `It came from the shared cache (${evidence.cacheStatus ?? ""}), although Cache-Control says ${said}: a rule of the zone overrides the origin.`,
      }
    : null;
};

const foreignMarker: Rule = ({ otherTenants, tenant, cacheStatus, fromOrigin }) =>
  otherTenants.length > 0
    ? {
        code: "foreign_marker",
        reason: `The page of ${tenant.slug} carries the marker of ${otherTenants.join(", ")} (${fromOrigin ? "so the origin itself sends it" : (cacheStatus ?? "no cache status")}): one tenant may be getting another's page.`,
      }
    : null;

const primary = (language: string) => language.toLowerCase().split("-")[0];

const wrongLanguage: Rule = ({ variant, language }) =>
  variant?.language !== undefined &&
  language !== null &&
  primary(variant.language) !== primary(language)
    ? {
        code: "wrong_language",
        reason: `Asked for ${variant.language} (${variant.name}), the answer is in ${language}: the language may be missing from the cache key.`,
      }
    : null;

const htmlForAYear: Rule = (evidence) =>
  isHtml(evidence) && maxAgeOf(evidence) >= yearSeconds
    ? {
        code: "html_for_a_year",
        reason: `Browsers may keep this HTML for ${Math.floor(maxAgeOf(evidence) / daySeconds)} days (max-age): no purge reaches them. Let s-maxage or the edge's own rule say how long the edge keeps it.`,
      }
    : null;

/** A digest in a file's name: eight or more hexadecimal digits with both a digit and a letter among them. */
const hashed = /[.\-_/](?=[0-9a-f]*\d)(?=\d*[a-f])[0-9a-f]{8,64}(?:[.-][\w.-]{1,40})?$/i;

const neverNeedsPurge: Rule = (evidence) => {
  const file = evidence.path.split("?")[0] ?? "";
  const isKept = directivesOf(evidence).has("immutable") || maxAgeOf(evidence) >= 30 * daySeconds;
  return evidence.httpStatus === 200 && !isHtml(evidence) && isKept && hashed.test(file)
    ? {
        code: "never_needs_purge",
        reason:
          "Its name holds a digest of its content and it may be kept for long: a new version has a new address, so it never needs a purge.",
      }
    : null;
};

const rules: Rule[] = [
  foreignMarker,
  cachedCookie,
  privateButHit,
  cachedError,
  cachedRedirect,
  wrongLanguage,
  htmlForAYear,
  neverNeedsPurge,
];

/** What is wrong, or worth knowing, in how a page is cached; the gravest first. */
export function findHygiene(evidence: HygieneEvidence): Finding[] {
  // Without an answer there is nothing to judge.
  if (evidence.httpStatus === null) return [];
  const found = rules.flatMap((rule) => rule(evidence) ?? []);
  return [...found, ...findTagFaults(evidence)];
}
