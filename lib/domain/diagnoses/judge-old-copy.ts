import { spanText } from "./evidence-words";
import { usableOrigin } from "./find-change";
import {
  type CoveredPurge,
  ms,
  named,
  type OldCopy,
  oldCopyOf,
  say,
  sinceChange,
  timeOf,
} from "./old-copy";
import { type Judgement, type PastPurge, type StaleEvidence, toleranceMs } from "./stale-evidence";
import type { Coverage } from "./purge-coverage";
import type { Stored } from "./when-stored";

/** An accepted purge takes effect within this time, or it does not. Milliseconds; Cloudflare promises none. */
const spreadMs = 60_000;
/** A purge so soon before the copy was stored is suspected of having let the old content in again. */
const suspectMs = 5 * 60_000;
/** Purges so long before a write's commit may have been meant for it. */
const earlyMs = 60_000;

const waiting = new Set(["awaiting_approval", "scheduled", "queued", "sending"]);
const purgeNow = "Purge this page now.";

/** Purges that Cloudflare accepted and that named this copy, against the time when it was stored. */
function acceptedAndNamed(one: OldCopy): Judgement | null {
  const { stored, change } = one;
  const accepted = one.covered.filter(
    ({ purge, coverage }) => named(coverage) && purge.sentAt !== null && purge.acceptedAt !== null,
  );
  if (stored === null) return withoutAge(one, accepted);
  const after = accepted.find(({ purge }) => ms(purge.sentAt ?? one.since) >= ms(stored.latest));
  if (after !== undefined) return stillThere(one, after);
  const around = accepted.find(
    ({ purge }) => ms(purge.acceptedAt ?? one.since) > ms(stored.earliest),
  );
  if (around !== undefined) {
    return say(one, "cannot_tell", {
      confidence: "none",
      purge: around.purge,
      summary: "Cannot tell: the copy was stored within a second or two of a purge that named it.",
      missing: [
        "Whether the copy was stored before that purge or after it: its Age counts whole seconds.",
      ],
      nextStep: "Ask again in a minute, or purge this page once more.",
    });
  }
  if (change === null) return null;
  const between = accepted.find(({ purge }) => ms(timeOf(purge)) >= ms(change.at) - toleranceMs);
  if (between === undefined) return null;
  const isClear = ms(timeOf(between.purge)) >= ms(change.at) && between.coverage === "names";
  return say(one, "refilled", {
    confidence: isClear ? "strong" : "fair",
    purge: between.purge,
    summary:
      "Refilled with old content: a purge after the change removed the copy, and the next visitor was answered with the old page again.",
    nextStep: `${purgeNow} If it comes back old, the origin was not ready when the purge was sent: look at its replicas and its own cache, and have purges sent later.`,
  });
}

/** Without an Age nobody knows whether the copy is from before a purge or from after it. */
function withoutAge(one: OldCopy, accepted: readonly CoveredPurge[]): Judgement | null {
  const since = accepted.find(({ purge }) => ms(timeOf(purge)) >= ms(one.since) - toleranceMs);
  if (since === undefined) return null;
  return say(one, "cannot_tell", {
    confidence: "none",
    purge: since.purge,
    summary:
      "Cannot tell: a purge of this page was accepted since, and the edge does not say how old its copy is.",
    missing: ["The copy's Age: the edge sent none, or several that contradict each other."],
    nextStep: "Ask again in a minute, or purge this page once more.",
  });
}

/** A purge was accepted after the copy was stored, named it, and the copy is there. */
function stillThere(one: OldCopy, { purge, coverage }: CoveredPurge): Judgement {
  const sinceMs = ms(one.evidence.now) - ms(purge.acceptedAt ?? one.evidence.now);
  if (sinceMs < spreadMs) {
    return say(one, "under_way", {
      confidence: coverage === "names" ? "strong" : "fair",
      purge,
      summary: `Still under way: Cloudflare accepted a purge of this page ${spanText(sinceMs)} ago, and it has not reached this data centre.`,
      nextStep:
        "Wait a minute and ask again. Most purges arrive within a second; Cloudflare promises no time.",
    });
  }
  if (coverage === "planned") return tagsUnknown(one, purge);
  return say(one, "not_carried_out", {
    confidence: "fair",
    purge,
    summary: `Accepted, and without effect: ${spanText(sinceMs)} after Cloudflare accepted a purge that names this page, its old copy is still served.`,
    nextStep:
      "Purge this page by its URL, which needs no tag. The stored copy may have been tagged differently when it was stored, or be kept under a key with headers. If that does not help, ask Cloudflare, with the cf-ray of the purge.",
  });
}

function tagsUnknown(one: OldCopy, purge: PastPurge): Judgement {
  return say(one, "cannot_tell", {
    confidence: "none",
    purge,
    summary:
      "Cannot tell: a purge by tags was accepted since, and nobody knows whether this page carries them.",
    missing: [whyNoTags(one.evidence)],
    nextStep: "Purge this page by its URL, which needs no tag.",
  });
}

function whyNoTags({ origin }: StaleEvidence): string {
  return origin === null
    ? "Which tags the page carries: the edge strips Cache-Tag, and the zone's set-up does not say where its origin is."
    : "Which tags the page carries: the edge strips Cache-Tag, and the origin did not answer with the page.";
}

/** Purges since the change that Cloudflare did not carry out: they failed, or wait. */
function notAccepted(one: OldCopy): Judgement | null {
  const found = sinceChange(
    one,
    ({ purge, coverage }) =>
      named(coverage) && (purge.status === "failed" || waiting.has(purge.status)),
  );
  if (found === null) return null;
  const { purge, coverage } = found;
  const confidence = coverage === "names" ? "strong" : "fair";
  if (purge.status !== "failed") {
    return say(one, "under_way", {
      confidence,
      purge,
      summary:
        "Still under way: a purge of this page was asked for, and Cloudflare has not accepted it yet.",
      nextStep: "Look at its receipt: it says what it waits for.",
    });
  }
  return say(one, "purge_failed", {
    confidence,
    purge,
    summary: "Sent and failed: the purge of this page was not accepted by Cloudflare.",
    nextStep: "Send it again from its receipt, or purge this page now.",
  });
}

/** Accepted purges since the change that named something else. */
function missedThePage(one: OldCopy): Judgement | null {
  const accepted = (wanted: Coverage) =>
    sinceChange(one, ({ purge, coverage }) => purge.acceptedAt !== null && coverage === wanted);
  const untagged = accepted("tag_missing");
  if (untagged !== null) {
    const tags = usableOrigin(one.evidence)?.tags ?? [];
    return say(one, "tag_missing", {
      confidence: untagged.joined || tags.length > 0 ? "strong" : "fair",
      purge: untagged.purge,
      summary:
        "Accepted, but the page does not carry the tag: the purge named tags that the origin does not send with this page.",
      nextStep:
        "Purge this page by its URL now, and have the application tag the page as the tag plan says. (Unless a Cache Response Rule adds tags at the edge, which the origin does not show.)",
    });
  }
  const variant = accepted("other_variant");
  if (variant === null) return null;
  return say(one, "other_variant", {
    purge: variant.purge,
    summary:
      "Another copy was purged: the edge keeps this page once for each query and each header of its cache key, and the purge named another of these copies.",
    nextStep: "Purge this copy too, or by a tag that all copies carry.",
  });
}

/** The purge was accepted before the write was committed, and the edge was filled in between. */
function beforeCommit(one: OldCopy): Judgement | null {
  const { change, stored } = one;
  if (change === null || stored === null) return null;
  if (ms(stored.earliest) > ms(change.at) + toleranceMs) return null;
  const early = one.covered.find(
    ({ purge, coverage, joined }) =>
      named(coverage) &&
      purge.acceptedAt !== null &&
      ms(purge.acceptedAt) <= ms(stored.earliest) &&
      ms(timeOf(purge)) < ms(change.at) - toleranceMs &&
      (joined || ms(timeOf(purge)) >= ms(change.at) - earlyMs),
  );
  if (early === undefined) return null;
  const byMs = ms(change.at) - ms(timeOf(early.purge));
  return say(one, "before_commit", {
    confidence: early.joined && early.coverage === "names" ? "strong" : "fair",
    purge: early.purge,
    summary: `Sent before commit: the purge started ${spanText(byMs)} before the write was committed, and a visitor in between had the edge store the old page again.`,
    nextStep: `${purgeNow} Have the application send its purges after the commit.`,
  });
}

/** Nothing on record explains it but that nothing was sent, or too little is known. */
function nothingSent(one: OldCopy): Judgement {
  const { change, stored } = one;
  const unknown = sinceChange(
    one,
    ({ purge, coverage }) => purge.acceptedAt !== null && coverage === "unknown",
  );
  if (unknown !== null) return tagsUnknown(one, unknown.purge);
  const suspect = one.covered.some(
    ({ purge, coverage }) =>
      named(coverage) &&
      purge.acceptedAt !== null &&
      stored !== null &&
      ms(stored.earliest) - ms(purge.acceptedAt) < suspectMs,
  );
  if (change === null && (stored === null || suspect)) {
    return say(one, "cannot_tell", {
      confidence: "none",
      summary: "Cannot tell: the copy is old, and when its content changed is not on record.",
      missing: [
        "When the content changed: no service told of a write, and the origin sends no Last-Modified.",
      ],
      nextStep: `${purgeNow} Have services tell of their writes.`,
    });
  }
  if (change !== null && stored !== null && ms(stored.earliest) > ms(change.at) + toleranceMs) {
    return say(one, "cannot_tell", {
      confidence: "none",
      summary:
        "Cannot tell: the copy is younger than the last change on record, and its content is old all the same.",
      missing: [
        "Whether the content changed again: no later write is on record, nor does the origin tell of one.",
      ],
      nextStep: `${purgeNow} If it comes back old, the origin itself gives old pages at times.`,
    });
  }
  return notPurged(one);
}

function notPurged(one: OldCopy): Judgement {
  const { change } = one;
  const others = one.covered.filter(({ purge }) => ms(timeOf(purge)) >= ms(one.since)).length;
  const count = others === 1 ? "1 purge" : `${others.toLocaleString("en")} purges`;
  const judgement = say(one, "not_purged", {
    confidence: change?.write == null ? "fair" : "strong",
    summary:
      change === null
        ? "No purge was sent: since the copy was stored, none on record named this page."
        : "No purge was sent since the write: none on record named this page after its content changed.",
    nextStep: `${purgeNow} Then find out why the application sent none, or have it report its purges.`,
  });
  const record =
    others === 0
      ? "No purge of this tenant is on record since."
      : `On record since: ${count} of this tenant, none of this page.`;
  return { ...judgement, evidence: [...judgement.evidence, record] };
}

/**
 * Why an old copy is still there, from what is on record of purges and writes: what came nearest to removing it,
 * first.
 *
 * @param stored when the copy was stored; null: not known
 */
export function judgeOldCopy(evidence: StaleEvidence, stored: Stored | null): Judgement {
  const one = oldCopyOf(evidence, stored);
  return (
    acceptedAndNamed(one) ??
    notAccepted(one) ??
    missedThePage(one) ??
    beforeCommit(one) ??
    nothingSent(one)
  );
}

/**
 * Whether the record alone says that a copy is old: it is older than a committed write on the page, or than a
 * purge that named it.
 */
export function isOldByRecord(evidence: StaleEvidence, stored: Stored): boolean {
  const { change, covered } = oldCopyOf(evidence, stored);
  if (change !== null && ms(stored.latest) < ms(change.at) - toleranceMs) return true;
  return covered.some(
    ({ purge, coverage }) =>
      coverage === "names" && purge.acceptedAt !== null && ms(timeOf(purge)) >= ms(stored.latest),
  );
}
