import { Badge } from "@/components/ui/badge";
import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import type { DeskSample } from "@/lib/schemas/desk";
import { SignOffs } from "./sample-item";
import { SignedBadge } from "./signed-badge";

/** What was drawn by lot, and what was noted of each entry. */
export function ReportSamples({ samples }: { samples: readonly DeskSample[] }) {
  if (samples.length === 0)
    return (
      <Section title="Samples">
        <p className="text-muted">No sample was drawn of this period.</p>
      </Section>
    );
  return samples.map((sample) => (
    <Section
      key={sample.id}
      title={`Sample: ${sample.title}`}
      actions={<SignedBadge sample={sample} />}
    >
      <p className="text-sm text-muted wrap-anywhere">
        {sample.drawn.toLocaleString("en")} of {sample.population.toLocaleString("en")}, seed “
        {sample.seed}”, entries from <Time value={sample.asked.from} mode="absolute" /> up to{" "}
        <Time value={sample.asked.to} mode="absolute" />, as of{" "}
        <Time value={sample.asked.asOf} mode="absolute" />; drawn by {sample.drawnBy},{" "}
        <Time value={sample.drawnAt} mode="absolute" />. Population {sample.populationDigest}
      </p>
      <ol className="mt-2 flex list-decimal flex-col gap-2 pl-6">
        {sample.items.map(({ entryId, entry, signOffs }) => (
          <li key={entryId}>
            {entry === null ? (
              <Badge tone="unknown">Removed by retention since</Badge>
            ) : (
              <span className="wrap-anywhere">
                {entry.summary}{" "}
                <span className="text-sm text-muted">
                  entry {entry.seq?.toLocaleString("en") ?? "not chained yet"},{" "}
                  <Time value={entry.at} mode="absolute" />
                </span>
              </span>
            )}
            {signOffs.length === 0 ? (
              <p className="text-sm text-muted">Not signed off</p>
            ) : (
              <SignOffs signOffs={signOffs} />
            )}
          </li>
        ))}
      </ol>
    </Section>
  ));
}
