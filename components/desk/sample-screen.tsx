"use client";

import { useQuery } from "@tanstack/react-query";
import { NotAllowedNotice, ProblemNotice } from "@/components/shell/problem-notice";
import { useViewer } from "@/components/shell/viewer";
import { Copyable } from "@/components/ui/copy";
import { EmptyState } from "@/components/ui/empty";
import { KeyValue, KeyValues } from "@/components/ui/key-value";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { sampleQuery } from "@/lib/queries/desk";
import type { DeskSample } from "@/lib/schemas/desk";
import { can, rolesWith } from "@/lib/schemas/permissions";
import { SampleItem } from "./sample-item";
import { SignedBadge } from "./signed-badge";

const crumbs = [{ label: "Auditor’s desk", href: "/desk" }];

/** A sample that was drawn by lot, and what auditors noted of each entry. */
export function SampleScreen({ sampleId }: { sampleId: string }) {
  const { role } = useViewer();
  if (!can(role, "desk.read"))
    return (
      <>
        <PageHeader title="Sample" crumbs={crumbs} />
        <NotAllowedNotice what="the auditor’s desk" who={rolesWith("desk.read")} />
      </>
    );
  return <Sample sampleId={sampleId} />;
}

function Sample({ sampleId }: { sampleId: string }) {
  const query = useQuery(sampleQuery(sampleId));
  return (
    <>
      <PageHeader
        title={query.data === undefined ? "Sample" : `Sample: ${query.data.title}`}
        crumbs={crumbs}
        description={query.data?.definition}
      />
      {query.error && (
        <ProblemNotice
          title="The sample could not be loaded"
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      )}
      {query.isPending && <SkeletonRows rows={6} />}
      {query.data && (
        <div className="flex flex-col gap-4">
          <Lot sample={query.data} />
          <Items sample={query.data} />
        </div>
      )}
    </>
  );
}

/** How it was drawn, so that somebody else can draw it again. */
function Lot({ sample }: { sample: DeskSample }) {
  const { asked, seed, size, population, populationDigest, drawnBy, drawnAt, question } = sample;
  return (
    <Section title="How it was drawn" actions={<SignedBadge sample={sample} />}>
      <KeyValues>
        <KeyValue label="Period">
          <Time value={asked.from} mode="absolute" /> up to{" "}
          <Time value={asked.to} mode="absolute" />
        </KeyValue>
        <KeyValue label="As of">
          <Time value={asked.asOf} mode="absolute" />
        </KeyValue>
        {question === "outside_hours" && (
          <KeyValue label="Work">
            Monday to Friday, {asked.workFrom} to {asked.workTo}, {asked.timeZone}
          </KeyValue>
        )}
        <KeyValue label="Seed">
          <Copyable value={seed} label="seed" />
        </KeyValue>
        <KeyValue label="Drawn">
          {sample.drawn.toLocaleString("en")} ({size.toLocaleString("en")} wanted) of{" "}
          {population.toLocaleString("en")}
        </KeyValue>
        <KeyValue label="Population">
          <Copyable value={populationDigest} label="digest of the population" whole />
          <p className="text-sm text-muted">
            SHA-256 of the ids of all entries that there were to draw from. The same seed, period
            and population draw the same entries.
          </p>
        </KeyValue>
        <KeyValue label="By">
          {drawnBy}, <Time value={drawnAt} />
        </KeyValue>
      </KeyValues>
    </Section>
  );
}

function Items({ sample }: { sample: DeskSample }) {
  if (sample.items.length === 0)
    return (
      <div className="rounded-md border border-hairline bg-panel">
        <EmptyState title="Nothing was drawn">
          No entry of the period answers the question.
        </EmptyState>
      </div>
    );
  return (
    <ol aria-label="Drawn entries" className="flex flex-col gap-3">
      {sample.items.map((item, at) => (
        <SampleItem key={item.entryId} sampleId={sample.id} number={at + 1} item={item} />
      ))}
    </ol>
  );
}
