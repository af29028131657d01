import type { StaleCause } from "@/lib/schemas/words";
import { changeText, purgeText, storedText } from "./evidence-words";
import { type Change, findChange, purgesOfChange, taggedPage } from "./find-change";
import { type Coverage, coverageOf } from "./purge-coverage";
import { type Judgement, type PastPurge, type StaleEvidence, toleranceMs } from "./stale-evidence";
import type { Stored } from "./when-stored";

/** A purge with whether it named the page. */
export interface CoveredPurge {
  purge: PastPurge;
  coverage: Coverage;
  /** It belongs to the write that changed the page. */
  joined: boolean;
}

/** An old copy and what may have happened to it. */
export interface OldCopy {
  evidence: StaleEvidence;
  stored: Stored | null;
  change: Change | null;
  /** From when on a purge counts as sent since the change. */
  since: Date;
  /** Newest first. */
  covered: CoveredPurge[];
}

/** Milliseconds since 1970. */
export const ms = (at: Date) => at.getTime();
/** Whether it named the page, for all that is known. */
export const named = (coverage: Coverage) => coverage === "names" || coverage === "planned";
/** When a purge was under way: its call to Cloudflare, before there is one its request. */
export const timeOf = ({ sentAt, startedAt, requestedAt }: PastPurge) =>
  sentAt ?? startedAt ?? requestedAt;

/** What is on record of a page whose copy is old. */
export function oldCopyOf(evidence: StaleEvidence, stored: Stored | null): OldCopy {
  const change = findChange(evidence);
  const page = taggedPage(evidence);
  const joinedIds = purgesOfChange(change, evidence.purges);
  const covered = evidence.purges
    .map((purge) => {
      const joined = joinedIds.has(purge.id);
      return { purge, joined, coverage: coverageOf(purge, page, joined) };
    })
    .sort((a, b) => ms(timeOf(b.purge)) - ms(timeOf(a.purge)));
  // Where nobody tells of the change, the copy was right when it was stored, as far as is known.
  const since = change === null ? (stored?.earliest ?? new Date(0)) : change.at;
  return { evidence, stored, change, since, covered };
}

/** The newest purge since the change of which this holds. */
export function sinceChange(one: OldCopy, holds: (found: CoveredPurge) => boolean) {
  const from = ms(one.since) - toleranceMs;
  return one.covered.find((found) => ms(timeOf(found.purge)) >= from && holds(found)) ?? null;
}

export interface Said {
  summary: string;
  nextStep: string;
  confidence?: Judgement["confidence"];
  purge?: PastPurge | null;
  missing?: string[];
}

/** A judgement with the evidence that every one of them has. */
export function say(one: OldCopy, cause: StaleCause, said: Said): Judgement {
  const { change, stored } = one;
  const purge = said.purge ?? null;
  return {
    cause,
    confidence: said.confidence ?? "strong",
    summary: said.summary,
    evidence: [
      ...(stored === null ? [] : [storedText(stored)]),
      ...(change === null ? [] : [changeText(change)]),
      ...(purge === null ? [] : [purgeText(purge)]),
    ],
    missing: said.missing ?? [],
    nextStep: said.nextStep,
    purgeId: purge?.id ?? null,
    writeId: change?.write?.id ?? null,
  };
}
