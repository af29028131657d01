"use client";

import { useQuery } from "@tanstack/react-query";
import { Radar } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { PurgeStatusBadge } from "@/components/purges/purge-badges";
import { purgeHref } from "@/components/purges/purge-href";
import { countedKind, methodVerb, targetsOf } from "@/components/purges/scope-words";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { useViewer } from "@/components/shell/viewer";
import { Button } from "@/components/ui/button";
import { Field, Select } from "@/components/ui/field";
import { useAnnounce } from "@/components/ui/live";
import { Section } from "@/components/ui/section";
import { absoluteText } from "@/components/ui/time-text";
import { Time, useTimeZone } from "@/components/ui/time";
import { useProbeTwice } from "@/lib/queries/comparisons";
import { recentPurgesQuery } from "@/lib/queries/purges";
import type { Comparison } from "@/lib/schemas/comparisons";
import { can, rolesWith } from "@/lib/schemas/permissions";
import type { Purge } from "@/lib/schemas/purges";

/** A purge in one line of a choice. */
function purgeLine(purge: Purge, when: string): string {
  const targets = targetsOf(purge.selector);
  const what = targets.values[0] ?? "everything";
  return `${when}: ${methodVerb[purge.method]} ${countedKind(targets)} ${what} (${purge.status})`;
}

/** Probes both sides once more, for the purge whose effect is asked for. */
export function ProbeAgain({ comparison }: { comparison: Comparison }) {
  const { role } = useViewer();
  const mayProbe = can(role, "comparison.run");
  return (
    <Section title="Probe again">
      {comparison.purge && <LinkedPurge purge={comparison.purge} />}
      {mayProbe ? (
        <ProbeForm comparison={comparison} />
      ) : (
        <p className="text-muted">
          Probing takes one of the roles {rolesWith("comparison.run").join(", ")}.
        </p>
      )}
    </Section>
  );
}

function LinkedPurge({ purge }: { purge: NonNullable<Comparison["purge"]> }) {
  return (
    <p className="mb-2 flex flex-wrap items-center gap-2">
      <span>Judged by the purge requested</span>
      <Time value={purge.requestedAt} />
      <PurgeStatusBadge status={purge.status} />
      <Link
        href={purgeHref(purge.id)}
        className="inline-flex min-h-6 items-center text-accent-text underline"
      >
        Receipt
      </Link>
    </p>
  );
}

function ProbeForm({ comparison }: { comparison: Comparison }) {
  const { zone } = useTimeZone();
  const announce = useAnnounce();
  const purges = useQuery(recentPurgesQuery(comparison.affected.tenant.id));
  const [chosen, setChosen] = useState<string | null>(null);
  const probe = useProbeTwice();
  const linked = comparison.purge?.id ?? null;
  const purgeId = chosen ?? linked ?? "";
  const items = purges.data?.items ?? [];
  const run = () =>
    probe.mutate(
      { comparisonId: comparison.id, ...(purgeId === "" ? {} : { purgeId }) },
      { onSuccess: (answer) => announce(answer.verdict.summary) },
    );
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-end gap-3">
        <Field label="For which purge" className="max-w-full sm:w-[28rem]">
          <Select value={purgeId} onChange={(event) => setChosen(event.target.value)}>
            {linked === null && (
              <option value="">None: these are more probes before a purge</option>
            )}
            {linked !== null && !items.some((purge) => purge.id === linked) && (
              <option value={linked}>The purge it is judged by</option>
            )}
            {items.map((purge) => (
              <option key={purge.id} value={purge.id}>
                {purgeLine(purge, absoluteText(purge.requestedAt, zone))}
              </option>
            ))}
          </Select>
        </Field>
        <Button
          variant={comparison.purge === null ? "secondary" : "primary"}
          icon={<Radar aria-hidden />}
          pending={probe.isPending}
          onClick={run}
        >
          Probe both, twice
        </Button>
      </div>
      <p className="text-xs text-muted">
        Two rounds, a second apart: the first shows whether the copy is gone, the second that the
        new one is served. A probe fills the cache like a visitor.
      </p>
      {purges.error && (
        <ProblemNotice
          title="The tenant's purges could not be loaded"
          error={purges.error}
          onRetry={() => void purges.refetch()}
        />
      )}
      {probe.error && (
        <ProblemNotice title="The probes could not be made" error={probe.error} onRetry={run} />
      )}
    </div>
  );
}
