"use client";

import { useQuery } from "@tanstack/react-query";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { purgeTimelineQuery, tenantTimelineQuery } from "@/lib/queries/writes";
import type { WriteFlag } from "@/lib/schemas/writes";
import { WriteSteps } from "./write-steps";

const flagTitles: Record<WriteFlag["code"], string> = {
  early: "Purged before the write was committed",
  after_failure: "Purged after a write that failed",
  missing: "A write that no purge followed in time",
};

function Flags({ flags }: { flags: readonly WriteFlag[] }) {
  return flags.map(({ code, writeId, text }) => (
    <Notice key={`${code} ${writeId}`} tone="old" title={flagTitles[code]}>
      {text}
    </Notice>
  ));
}

/** On a receipt: the writes that belong to the purge. Nothing where no service told of any. */
export function WritesOfPurge({ purgeId }: { purgeId: string }) {
  const { data, error } = useQuery(purgeTimelineQuery(purgeId));
  if (data === undefined && error !== null)
    return <ProblemNotice title="The writes could not be loaded" error={error} />;
  if (data === undefined || data.entries.length === 0) return null;
  return (
    <Section title="Writes" note="as services told of them, by their own clocks">
      <div className="flex flex-col gap-3">
        <Flags flags={data.flags} />
        <WriteSteps timeline={data} purgeId={purgeId} />
      </div>
    </Section>
  );
}

/** On a tenant's page: its writes of the last days, with the purges that belong to them. */
export function WritesOfTenant({ tenantId }: { tenantId: string }) {
  const { data, error } = useQuery(tenantTimelineQuery(tenantId));
  if (data === undefined && error !== null)
    return <ProblemNotice title="The writes could not be loaded" error={error} />;
  if (data === undefined || data.entries.length === 0) return null;
  const writes = data.entries.filter(({ kind }) => kind === "write").length;
  return (
    <Section
      id="writes"
      title="Writes and their purges"
      note="the last seven days, a hundred events at most, by the services' own clocks"
    >
      <div className="flex flex-col gap-3">
        <Flags flags={data.flags} />
        <details open={writes <= 12}>
          <summary className="min-h-6 w-fit text-sm text-muted">
            {writes} {writes === 1 ? "event" : "events"}
          </summary>
          <WriteSteps timeline={data} />
        </details>
      </div>
    </Section>
  );
}
