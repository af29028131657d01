import { answeredAt, type ProbeEvidence } from "./evidence";

/** How much the Ages of one copy may disagree when the clocks are steady, in milliseconds. */
const steadyMs = 50;
/** What is allowed for when no Date header tells of the edge's clock, in milliseconds. */
const unmeasuredMs = 2_000;

/** The edge's clock against the console's, in milliseconds (positive: the edge's is ahead), and what to allow. */
export interface ClockSkew {
  earliest: number;
  latest: number;
  /** By how much an Age may be wrong, in milliseconds. */
  allowanceMs: number;
}

/**
 * How far the edge's clock is from the console's, from the Date headers. A Date has whole seconds and was
 * written between request and first byte, so each answer gives an interval; of several the part that they
 * share. An Age is a span of the edge's own clock and does not care how far off that is; but when the
 * intervals share no part, the clock was set meanwhile or there are several, and an Age may be wrong by as
 * much as lies between them, and by the second that the Dates leave open.
 */
function measureSkew(probes: readonly ProbeEvidence[]): ClockSkew | null {
  let earliest = -Infinity;
  let latest = Infinity;
  for (const probe of probes) {
    if (probe.edgeDate === null) continue;
    const date = probe.edgeDate.getTime();
    earliest = Math.max(earliest, date - answeredAt(probe));
    latest = Math.min(latest, date + 1_000 - probe.startedAt.getTime());
  }
  if (!Number.isFinite(earliest)) return null;
  const apart = earliest - latest;
  return apart > 0
    ? { earliest: latest, latest: earliest, allowanceMs: steadyMs + apart + 1_000 }
    : { earliest, latest, allowanceMs: steadyMs };
}

/** By how much an Age of these answers may be wrong, in milliseconds. */
export function ageAllowance(probes: readonly ProbeEvidence[]): number {
  return measureSkew(probes)?.allowanceMs ?? unmeasuredMs;
}
