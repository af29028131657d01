import type { Comparison } from "@/lib/schemas/comparisons";
import type { Probe } from "@/lib/schemas/probes";
import {
  meaningAfterPurge,
  meaningBefore,
  meaningForControl,
  type CacheMeaning,
} from "@/components/probes/probe-words";

/** Whether the content is that of the side's first answer; null: there was no content to compare. */
export type ContentChange = "first" | "same" | "changed" | null;

export interface SeenProbe {
  probe: Probe;
  meaning: CacheMeaning;
  content: ContentChange;
}

/** Probes that were sent together, one of each side. */
export interface Round {
  key: string;
  label: string;
  phase: "before" | "after";
  affected: SeenProbe | null;
  control: SeenProbe | null;
}

/** The probes of a comparison by round, oldest first, each with what it means in its place. */
export function roundsOf(comparison: Comparison): Round[] {
  const { affected, control, purge } = comparison;
  const purgedAt = purge === null ? null : (purge.finishedAt ?? purge.requestedAt);
  const numbers = [...affected.probes, ...control.probes].map((probe) => probe.round ?? 0);
  const counts = { before: 0, after: 0 };
  return [...new Set(numbers)]
    .sort((a, b) => a - b)
    .map((number) => {
      const ofAffected = affected.probes.find((probe) => (probe.round ?? 0) === number);
      const ofControl = control.probes.find((probe) => (probe.round ?? 0) === number);
      const phase = (ofAffected ?? ofControl)?.phase ?? "before";
      counts[phase] += 1;
      return {
        key: String(number),
        label: `${phase === "before" ? "Before" : "After"} ${counts[phase]}`,
        phase,
        affected: seenAffected(ofAffected, affected.probes, purgedAt),
        control: seenControl(ofControl, control.probes),
      };
    });
}

function seenAffected(
  probe: Probe | undefined,
  all: readonly Probe[],
  purgedAt: string | null,
): SeenProbe | null {
  if (!probe) return null;
  const earlier = all.filter(
    (other) => other.phase === "after" && (other.round ?? 0) < (probe.round ?? 0),
  );
  const meaning =
    probe.phase === "after"
      ? meaningAfterPurge(probe, purgedAt, earlier)
      : meaningBefore(probe.cacheStatus);
  return { probe, meaning, content: contentOf(probe, all) };
}

function seenControl(probe: Probe | undefined, all: readonly Probe[]): SeenProbe | null {
  if (!probe) return null;
  return { probe, meaning: meaningForControl(probe.cacheStatus), content: contentOf(probe, all) };
}

/** Equal fingerprints are equal content; the first answer of a side is what the others are held to. */
function contentOf(probe: Probe, all: readonly Probe[]): ContentChange {
  const first = all.find((other) => other.fingerprint !== null);
  if (!first || probe.fingerprint === null) return null;
  if (first.id === probe.id) return "first";
  return first.fingerprint === probe.fingerprint ? "same" : "changed";
}
