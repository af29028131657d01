import { edgeText, originText, storedText } from "./evidence-words";
import { usableOrigin } from "./find-change";
import { isOldByRecord, judgeOldCopy } from "./judge-old-copy";
import type { EdgeAnswer, Judgement, OriginAnswer, StaleEvidence } from "./stale-evidence";
import { whenStored } from "./when-stored";

const uncached = new Set(["DYNAMIC", "BYPASS", "NONE", "UNKNOWN", "NONE/UNKNOWN"]);
/** The origin was asked for this answer. */
const asked = new Set(["MISS", "EXPIRED", "REVALIDATED"]);

type Said = Pick<Judgement, "cause" | "summary" | "nextStep"> & Partial<Judgement>;

const judged = (said: Said): Judgement => ({
  confidence: "strong",
  evidence: [],
  missing: [],
  purgeId: null,
  writeId: null,
  ...said,
});

const cannotTell = (reason: string, missing: string, nextStep: string): Judgement =>
  judged({
    cause: "cannot_tell",
    confidence: "none",
    summary: `Cannot tell: ${reason}`,
    missing: [missing],
    nextStep,
  });

const reload =
  "Have the visitor reload without the browser's cache (Ctrl+Shift+R). If it still is old, look at the application, and at the APIs that the page loads: ask about their addresses too.";

/** Where to look when the edge is not what is wrong: an address that is not there first of all. */
function elsewhere({ edge }: StaleEvidence): string {
  const status = edge.at(-1)?.httpStatus ?? 0;
  return status >= 400
    ? `The page answers HTTP ${status}: check that this is the address that the visitor opens. ${reload}`
    : reload;
}

/** What makes it impossible to say anything. */
function noAnswer({ edge }: StaleEvidence): Judgement | null {
  if (edge.length > 0) return null;
  return cannotTell(
    "the edge gave no answer.",
    "The edge's answer.",
    "Look at the page yourself. If it does not open either, this is an outage and not a stale page.",
  );
}

function neverCached(evidence: StaleEvidence): Judgement | null {
  const { edge } = evidence;
  const outside = ({ cacheStatus }: EdgeAnswer) =>
    cacheStatus === null || uncached.has(cacheStatus);
  if (!edge.every(outside)) return null;
  const status = edge.at(-1)?.cacheStatus ?? null;
  return judged({
    cause: "not_cached",
    confidence: status === null ? "fair" : "strong",
    summary:
      status === null
        ? "Never cached: the answer has no CF-Cache-Status, so it did not come from Cloudflare's cache, and a purge cannot change it."
        : `Never cached: the edge answers ${status}, so each visitor gets this page from the origin, and a purge cannot change it.`,
    nextStep: elsewhere(evidence),
  });
}

const same = (edge: EdgeAnswer, origin: OriginAnswer) =>
  edge.fingerprint === origin.fingerprint &&
  edge.httpStatus === origin.httpStatus &&
  edge.redirectTo === origin.redirectTo;

/** RFC 9110 section 8.8.3.2: an edge that changes a page on its way makes its ETag weak. */
const weak = (etag: string | null) => etag?.replace(/^W\//, "") ?? null;

function originFailing(evidence: StaleEvidence): Judgement | null {
  if (evidence.edge.at(-1)?.cacheStatus !== "STALE") return null;
  const answers = usableOrigin(evidence) !== null;
  return judged({
    cause: "origin_failing",
    confidence: answers ? "fair" : "strong",
    summary:
      "The origin does not answer the edge: it serves its old copy (STALE) in place of an error.",
    nextStep:
      "Do not purge: visitors would get an error in place of the old page. Have the origin looked at; once it answers, the edge refreshes the page by itself.",
    missing: answers
      ? ["Why the origin answers here and not to the edge: a firewall, or another address."]
      : [],
  });
}

/** The answers come from one origin, which gives the same page each time it is asked. */
function originUnsteady({ origin }: StaleEvidence): Judgement | null {
  const answers = origin?.filter(({ error }) => error === null) ?? [];
  if (new Set(answers.map(({ fingerprint }) => fingerprint)).size <= 1) return null;
  return cannotTell(
    "the origin gives another page each time it is asked, so a difference from the edge says nothing.",
    "What on this page always changes (a nonce, a time, a token): its set-up can leave that out of the comparison.",
    "Add what always changes to the page's set-up, then ask again.",
  );
}

function notStale(
  evidence: StaleEvidence,
  said: Pick<Judgement, "confidence" | "summary"> & { missing?: string[] },
): Judgement {
  return judged({ cause: "not_stale", nextStep: elsewhere(evidence), ...said });
}

const seenFrom = ({ edge }: StaleEvidence) =>
  [...new Set(edge.flatMap(({ colo }) => colo ?? []))].join(", ") || "one data centre";

/** The edge against the origin, where both answered. */
function compared(evidence: StaleEvidence, origin: OriginAnswer): Judgement {
  const { edge } = evidence;
  const old = edge.filter((answer) => !same(answer, origin));
  const last = edge.at(-1);
  if (old.length === 0) {
    return notStale(evidence, {
      confidence: "strong",
      summary: `Nothing is stale at the edge: it serves exactly what the origin serves. Seen from ${seenFrom(evidence)} only.`,
    });
  }
  if (last !== undefined && same(last, origin)) {
    // Each data centre has a cache of its own: another one's new copy does not mend this one's.
    return old.every(({ colo }) => colo === last.colo) ? refreshed() : oldCopy(evidence, old);
  }
  const unsteady = originUnsteady(evidence);
  if (unsteady !== null) return unsteady;
  if (last?.cacheStatus === "UPDATING") return updating();
  if (last !== undefined && origin.etag !== null && weak(last.etag) === weak(origin.etag)) {
    return cannotTell(
      "the edge and the origin name the same version (ETag), and their pages differ all the same.",
      "What the edge makes of the page: the zone may rewrite it on its way.",
      "Look whether the zone changes pages (for example by obfuscating addresses), or whether the application's ETags tell versions apart.",
    );
  }
  if (last?.language && origin.language && last.language !== origin.language) {
    return cannotTell(
      `the edge serves the page in another language (${last.language}) than the origin (${origin.language}).`,
      "Whether that copy is old: it is another visitor's, since the language is no part of the cache key.",
      "Put the language into the cache key. A purge would last until the next visitor of another language.",
    );
  }
  if (edge.some(({ cacheStatus }) => asked.has(cacheStatus ?? ""))) {
    return cannotTell(
      "the edge has just asked the origin, and serves something else than the origin answers here.",
      "What the edge gets from the origin: it may rewrite pages on their way, ask another address, or ask with other headers.",
      "Check the origin in the zone's set-up, and whether the zone changes pages (for example by obfuscating addresses).",
    );
  }
  return oldCopy(evidence, old);
}

function refreshed(): Judgement {
  return judged({
    cause: "under_way",
    summary:
      "Refreshed while this was asked: the edge served another copy at first, and has fetched the page since.",
    nextStep: "Have the visitor reload. Ask again if the page still is old.",
  });
}

function updating(): Judgement {
  return judged({
    cause: "under_way",
    summary:
      "Still under way: the edge is fetching the new page and serves the old copy meanwhile (UPDATING).",
    nextStep: "Ask again in a few seconds: the next visitors get the new page.",
  });
}

/** When the newest copy among these answers was stored. */
function storedOf(answers: readonly EdgeAnswer[]) {
  const last = answers.at(-1);
  if (last === undefined) return null;
  return whenStored(
    answers.filter(
      ({ colo, fingerprint, cacheStatus }) =>
        colo === last.colo && fingerprint === last.fingerprint && cacheStatus === "HIT",
    ),
  );
}

function oldCopy(evidence: StaleEvidence, answers: readonly EdgeAnswer[]): Judgement {
  return judgeOldCopy(evidence, storedOf(answers));
}

/** What is not known of the origin, and how to learn it. */
function aboutOrigin({ origin }: StaleEvidence): { missing: string; nextStep: string } {
  if (origin === null)
    return {
      missing: "What the origin serves: the zone's set-up does not say where it is.",
      nextStep:
        "Put the origin's address into the zone's set-up, or compare the page with what the application shows.",
    };
  const status = origin.findLast(({ error }) => error === null)?.httpStatus ?? null;
  if (status === null)
    return {
      missing: "What the origin serves: it gave no answer.",
      nextStep:
        "Have the origin looked at, and its address in the zone's set-up, then ask again; or compare the page with what the application shows.",
    };
  return {
    missing: `What the origin serves: asked by itself, it answered HTTP ${status}.`,
    nextStep:
      status >= 500
        ? "Have the application looked at: visitors may get this error too once the edge asks for the page again. Then ask again."
        : "If the origin lets in the edge alone, put the header that it wants into the zone's set-up, then ask again.",
  };
}

/** The edge alone: its words, and what is on record. */
function withoutOrigin(evidence: StaleEvidence): Judgement {
  const { edge } = evidence;
  const status = edge.at(-1)?.cacheStatus ?? "";
  if (status === "UPDATING") return updating();
  const { missing, nextStep } = aboutOrigin(evidence);
  const fill = edge.findIndex(({ cacheStatus }) => asked.has(cacheStatus ?? ""));
  const since = fill < 0 ? [] : edge.slice(fill);
  if (since.length > 0 && new Set(since.map(({ fingerprint }) => fingerprint)).size === 1) {
    return new Set(edge.map(({ fingerprint }) => fingerprint)).size > 1
      ? { ...refreshed(), confidence: "fair", missing: [missing] }
      : notStale(evidence, {
          confidence: "fair",
          summary: `Nothing is stale at the edge: it has just asked the origin for this page. Seen from ${seenFrom(evidence)} only.`,
          missing: [missing],
        });
  }
  const stored = storedOf(edge);
  if (stored !== null && isOldByRecord(evidence, stored)) {
    const judgement = judgeOldCopy(evidence, stored);
    return {
      ...judgement,
      confidence: judgement.confidence === "strong" ? "fair" : judgement.confidence,
      missing: [...judgement.missing, missing],
    };
  }
  const unknown = cannotTell(
    "the edge serves a copy, and nothing tells whether it is old.",
    missing,
    nextStep,
  );
  return stored === null ? unknown : { ...unknown, evidence: [storedText(stored)] };
}

function judge(evidence: StaleEvidence): Judgement {
  const early = noAnswer(evidence) ?? neverCached(evidence) ?? originFailing(evidence);
  if (early !== null) return early;
  const origin = usableOrigin(evidence);
  return origin === null ? withoutOrigin(evidence) : compared(evidence, origin);
}

/**
 * Why a page shows old content, or does not: one cause, from the evidence alone. It never guesses: what the
 * evidence does not show is "cannot tell", with what is missing. docs/why-stale.md has every case.
 */
export function judgeStaleness(evidence: StaleEvidence): Judgement {
  const answered = evidence.edge.filter(
    ({ error, httpStatus }) => error === null && httpStatus !== null,
  );
  const judgement = judge({ ...evidence, edge: answered });
  const seen = [...evidence.edge.map(edgeText), ...(evidence.origin ?? []).map(originText)];
  return { ...judgement, evidence: [...seen, ...judgement.evidence] };
}
