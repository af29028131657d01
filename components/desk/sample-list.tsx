"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { EmptyState } from "@/components/ui/empty";
import { Section } from "@/components/ui/section";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { samplesQuery } from "@/lib/queries/desk";
import type { DeskSampleBrief } from "@/lib/schemas/desk";
import { SignedBadge } from "./signed-badge";

/** Samples that were drawn, and how far each is signed off. */
export function SampleList() {
  const query = useQuery(samplesQuery());
  return (
    <Section title="Samples" flush>
      {query.error && (
        <ProblemNotice
          title="The samples could not be loaded"
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      )}
      {query.isPending && <SkeletonRows rows={2} />}
      {query.data?.items.length === 0 && (
        <EmptyState title="No sample was drawn yet">
          Open a question and draw some of its entries by lot.
        </EmptyState>
      )}
      {query.data && query.data.items.length > 0 && <Rows samples={query.data.items} />}
    </Section>
  );
}

function Rows({ samples }: { samples: readonly DeskSampleBrief[] }) {
  return (
    <Table label="Samples" stacked className="sm:min-w-[48rem]">
      <thead>
        <tr>
          <Th>Drawn</Th>
          <Th>Question</Th>
          <Th>Period</Th>
          <Th>Seed</Th>
          <Th>Of</Th>
          <Th>Signed off</Th>
        </tr>
      </thead>
      <tbody>
        {samples.map((sample) => (
          <Tr key={sample.id}>
            <Td label="Drawn">
              <Time value={sample.drawnAt} />
            </Td>
            <Td label="Question">
              <Link
                href={`/desk/samples/${sample.id}`}
                className="inline-flex min-h-6 items-center text-accent-text underline"
              >
                {sample.title}
              </Link>
            </Td>
            <Td label="Period">
              <span>
                <Time value={sample.asked.from} mode="absolute" /> –{" "}
                <Time value={sample.asked.to} mode="absolute" />
              </span>
            </Td>
            <Td label="Seed" className="font-mono wrap-anywhere">
              {sample.seed}
            </Td>
            <Td label="Of">
              {sample.drawn.toLocaleString("en")} of {sample.population.toLocaleString("en")}
            </Td>
            <Td label="Signed off">
              <SignedBadge sample={sample} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
