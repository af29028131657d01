import type { LoggedPurge } from "@/lib/edge/audit-log";
import {
  type FindingKind,
  mayComeMs,
  type ReconciliationCounts,
  toleranceMs,
} from "@/lib/schemas/reconciliations";
import type { SelectorKind } from "@/lib/schemas/words";
import { contentOf, contentOfRequest, inWords } from "./purge-content";

/** A call to Cloudflare that the console made, or that a service told it of. */
export interface SentCall {
  id: string;
  purgeId: string | null;
  zoneId: string;
  startedAt: Date;
  finishedAt: Date | null;
  /** accepted or unknown: what certainly did nothing is not looked for. */
  outcome: "accepted" | "unknown";
  /** Bare, as the log has it. */
  ray: string | null;
  kind: SelectorKind;
  targets: string[];
  /** Who reported it; null: the console sent it. */
  reportedBy: string | null;
}

export interface MatchedFinding {
  kind: FindingKind;
  at: Date;
  zoneId: string | null;
  what: string | null;
  actor: string | null;
  cfRay: string | null;
  logId: string | null;
  callId: string | null;
  purgeId: string | null;
  note: string;
}

export interface MatchInput {
  from: Date;
  to: Date;
  /** From `from` less the tolerance to `to` and the tolerance, as far as it was read. */
  logged: LoggedPurge[];
  calls: SentCall[];
  /** Up to when a zone's log was read; null: not at all. */
  readToOf: (zoneId: string) => Date | null;
  /** When the log was read. */
  readAt: Date;
}

/** Milliseconds between an entry of the log and the time that a call took; 0: within it, or the log says no time. */
function apart({ at }: LoggedPurge, { startedAt, finishedAt }: SentCall): number {
  if (at === null) return 0;
  const end = finishedAt ?? startedAt;
  return Math.max(0, startedAt.getTime() - at.getTime(), at.getTime() - end.getTime());
}

const isNear = (entry: LoggedPurge, call: SentCall) => apart(entry, call) <= toleranceMs;

/** Pairs by cf-ray; they are not guaranteed to be unique, so the time has to fit as well. */
function pairByRay(input: MatchInput, open: Set<LoggedPurge>, waiting: Set<SentCall>) {
  const byRay = new Map<string, LoggedPurge[]>();
  for (const entry of input.logged) {
    if (entry.ray !== null) byRay.set(entry.ray, [...(byRay.get(entry.ray) ?? []), entry]);
  }
  const pairs: SentCall[] = [];
  for (const call of input.calls) {
    const found = byRay.get(call.ray ?? "")?.find((one) => open.has(one) && isNear(one, call));
    if (found === undefined) continue;
    open.delete(found);
    waiting.delete(call);
    pairs.push(call);
  }
  return pairs;
}

/** Whether an entry may be a call that shares no cf-ray with it, since one of the two has none. */
function mayBe(entry: LoggedPurge, call: SentCall): boolean {
  if (entry.ray !== null && call.ray !== null) return false;
  if (entry.at === null || entry.zoneId !== call.zoneId || !isNear(entry, call)) return false;
  return entry.request === null || contentOfRequest(entry.request) === contentOf(call);
}

function byTime(entry: LoggedPurge, call: SentCall): MatchedFinding {
  const missing = call.ray === null ? "The console got no cf-ray" : "The log has no cf-ray";
  const content = entry.request === null ? "zone and time" : "zone, content and time";
  const seconds = Math.round(apart(entry, call) / 1_000);
  const worked =
    entry.succeeded === null
      ? "does not say whether it worked"
      : `says that it ${entry.succeeded ? "worked" : "failed"}`;
  return {
    ...{ kind: "by_time_only", at: call.startedAt, zoneId: call.zoneId, what: inWords(call) },
    ...{ actor: entry.actor, cfRay: call.ray ?? entry.ray, logId: entry.id },
    ...{ callId: call.id, purgeId: call.purgeId },
    note: `${missing}; ${content} fit, ${seconds} s apart. Cloudflare ${worked}.`,
  };
}

function pairByTime(open: Set<LoggedPurge>, waiting: Set<SentCall>): MatchedFinding[] {
  const found: MatchedFinding[] = [];
  const rayless = [...open].filter(({ ray }) => ray === null);
  for (const call of [...waiting]) {
    const candidates = (call.ray === null ? [...open] : rayless)
      .filter((entry) => open.has(entry) && mayBe(entry, call))
      .sort((a, b) => apart(a, call) - apart(b, call));
    const [entry] = candidates;
    if (entry === undefined) continue;
    open.delete(entry);
    waiting.delete(call);
    found.push(byTime(entry, call));
  }
  return found;
}

function notSentHere(entry: LoggedPurge, from: Date): MatchedFinding {
  const worked = entry.succeeded === null ? " It does not say whether it worked." : "";
  const when = entry.at === null ? " It does not say when it was." : "";
  return {
    ...{ kind: "not_sent_here", at: entry.at ?? from, zoneId: entry.zoneId },
    what: entry.request === null ? null : inWords(entry.request),
    ...{ actor: entry.actor, cfRay: entry.ray, logId: entry.id, callId: null, purgeId: null },
    note: `Cloudflare saw it, and the console neither sent it nor was told of it.${worked}${when}`,
  };
}

function notInLog(call: SentCall, readAt: Date): MatchedFinding {
  const isUnknown = call.outcome === "unknown";
  const who =
    call.reportedBy === null
      ? "The console sent it"
      : `${call.reportedBy} says that it was sent, not through the console`;
  const what = isUnknown
    ? "no answer came, and the log has no such purge: it may not have reached Cloudflare"
    : "it was accepted, and the log does not have it";
  const young = readAt.getTime() - call.startedAt.getTime() < mayComeMs;
  const later = young
    ? " The log was read within an hour of it: it may still come. Cloudflare states no delay."
    : "";
  return {
    ...{ kind: isUnknown ? "unsettled" : "not_in_log", at: call.startedAt, zoneId: call.zoneId },
    ...{ what: inWords(call), actor: null, cfRay: call.ray, logId: null },
    ...{ callId: call.id, purgeId: call.purgeId, note: `${who}; ${what}.${later}` },
  };
}

/**
 * Compares what the console sent with what the log has: by cf-ray and time, and where one side has no cf-ray by zone,
 * content and time, which is told apart. Nothing is concluded about what was not read.
 */
export function matchPurges(input: MatchInput): {
  counts: ReconciliationCounts;
  findings: MatchedFinding[];
} {
  const { from, to, readAt, readToOf } = input;
  const isWithin = (at: Date) => at >= from && at < to;
  const inPeriod = input.calls.filter(({ startedAt }) => isWithin(startedAt));
  const open = new Set(input.logged);
  const waiting = new Set(input.calls);
  const paired = pairByRay(input, open, waiting).filter(({ startedAt }) => isWithin(startedAt));
  const alike = pairByTime(open, waiting).filter(({ at }) => isWithin(at));
  const left = [...open].filter(({ at }) => at === null || isWithin(at));
  const foreign = left.filter(({ succeeded }) => succeeded !== false);
  const lost = [...waiting].filter(({ startedAt }) => isWithin(startedAt));
  const wasRead = ({ zoneId, startedAt }: SentCall) => {
    const readTo = readToOf(zoneId);
    return readTo !== null && startedAt.getTime() + toleranceMs <= readTo.getTime();
  };
  const missing = lost.filter(wasRead).map((call) => notInLog(call, readAt));
  const findings = [...foreign.map((one) => notSentHere(one, from)), ...alike, ...missing];
  const count = (kind: FindingKind) => findings.filter((one) => one.kind === kind).length;
  return {
    findings,
    counts: {
      sent: inPeriod.filter(({ outcome }) => outcome === "accepted").length,
      unknown: inPeriod.filter(({ outcome }) => outcome === "unknown").length,
      matched: paired.filter(({ reportedBy }) => reportedBy === null).length,
      reported: paired.filter(({ reportedBy }) => reportedBy !== null).length,
      failedInLog: left.length - foreign.length,
      notSentHere: count("not_sent_here"),
      notInLog: count("not_in_log"),
      byTimeOnly: count("by_time_only"),
      unsettled: count("unsettled"),
      notCompared: lost.filter((call) => !wasRead(call)).length,
    },
  };
}
