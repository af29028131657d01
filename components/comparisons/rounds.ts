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

/** Probes of one variant that were sent together from one place, one of each side. */
export interface Round {
  key: string;
  label: string;
  /** null: the default one. */
  variant: string | null;
  /** Where the agent is that probed; null: the console itself did. */
  place: string | null;
  phase: NonNullable<Probe["phase"]>;
  affected: SeenProbe | null;
  control: SeenProbe | null;
}

const phaseWords = { before: "Before", during: "During the purge", after: "After" } as const;

/** Answers of one kind are compared with each other: from one place, of one variant. */
const kindOf = ({ place, variant }: Probe) => `${place ?? ""}\n${variant ?? ""}`;

/** The probes of a comparison by round, oldest first, each with what it means in its place. */
export function roundsOf(comparison: Comparison): Round[] {
  const { affected, purge } = comparison;
  const control = comparison.control?.probes ?? [];
  const purgedAt = purge === null ? null : (purge.finishedAt ?? purge.requestedAt);
  const everyProbe = [...affected.probes, ...control];
  const numbers = [...new Set(everyProbe.map((probe) => probe.round ?? 0))].sort((a, b) => a - b);
  const counts = { before: 0, during: 0, after: 0 };
  return numbers.flatMap((number) => {
    const inRound = (probe: Probe) => (probe.round ?? 0) === number;
    const phases = everyProbe.filter(inRound).map(({ phase }) => phase);
    // A round of which one answer came too late to be a before is none.
    const phase = phases.includes("during") ? "during" : (phases[0] ?? "before");
    counts[phase] += 1;
    const label = `${phaseWords[phase]} ${counts[phase]}`;
    // What the console saw first, then each agent by its place; the default variant first, the others by name.
    const kinds = [...new Set(everyProbe.filter(inRound).map(kindOf))];
    return kinds.sort().map((kind) => {
      const isKind = (probe: Probe) => kindOf(probe) === kind;
      const ofAffected = affected.probes.filter(isKind);
      const ofControl = control.filter(isKind);
      const one = [...ofAffected, ...ofControl].find(inRound);
      return {
        key: `${number} ${kind}`,
        label: [label, one?.place, one?.variant].filter(Boolean).join(", "),
        phase,
        variant: one?.variant ?? null,
        place: one?.place ?? null,
        affected: seenAffected(ofAffected.find(inRound), ofAffected, purgedAt),
        control: seenControl(ofControl.find(inRound), ofControl),
      };
    });
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
