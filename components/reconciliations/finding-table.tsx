"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import { purgeHref } from "@/components/purges/purge-href";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Badge } from "@/components/ui/badge";
import { Copyable } from "@/components/ui/copy";
import { EmptyState } from "@/components/ui/empty";
import { LoadMore } from "@/components/ui/load-more";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { findingsQuery } from "@/lib/queries/reconciliations";
import type { Finding, Reconciliation } from "@/lib/schemas/reconciliations";
import { findingWords } from "./reconciliation-words";

/** What one comparison found: each purge that one side knows and the other does not. */
export function FindingTable({ run }: { run: Reconciliation }) {
  const query = useInfiniteQuery(findingsQuery(run.id));
  const rows = query.data?.pages.flatMap(({ items }) => items) ?? [];
  if (query.isPending) return <SkeletonRows rows={3} />;
  return (
    <div className="border-t border-hairline">
      {query.error && (
        <ProblemNotice
          title="What was found could not be loaded"
          error={query.error}
          onRetry={() =>
            void (query.isFetchNextPageError ? query.fetchNextPage() : query.refetch())
          }
        />
      )}
      {query.data && rows.length === 0 && (
        <EmptyState
          title={run.state === "whole" ? "Both sides agree" : "No difference in what was read"}
        >
          {run.state === "whole"
            ? "Every purge of the period is on both sides, by cf-ray and time."
            : "Nothing is known of what was not read."}
        </EmptyState>
      )}
      {rows.length > 0 && (
        <>
          <Table label="What was found" stacked className="sm:min-w-[66rem] sm:table-fixed">
            <thead>
              <tr>
                <Th className="w-56">Time</Th>
                <Th className="w-52">Found</Th>
                <Th className="w-[22%]">What</Th>
                <Th className="w-[16%]">By, at Cloudflare</Th>
                <Th>What is known</Th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Row key={row.id} row={row} />
              ))}
            </tbody>
          </Table>
          <LoadMore
            shown={rows.length}
            noun={["difference", "differences"]}
            hasMore={query.hasNextPage}
            pending={query.isFetchingNextPage}
            onLoadMore={() => void query.fetchNextPage()}
          />
        </>
      )}
    </div>
  );
}

function Row({ row: { kind, at, zone, what, actor, cfRay, purgeId, note } }: { row: Finding }) {
  return (
    <Tr>
      <Td label="Time">
        <Time value={at} mode="absolute" />
      </Td>
      <Td label="Found">
        <Badge tone={findingWords[kind].tone}>{findingWords[kind].word}</Badge>
      </Td>
      <Td label="What" className="wrap-anywhere">
        <div>
          {what === null ? (
            <Badge tone="unknown">Not said</Badge>
          ) : (
            <span className="font-mono text-[0.93em]">{what}</span>
          )}{" "}
          <span className="text-muted">{zone ?? "zone not said"}</span>
        </div>
      </Td>
      <Td label="By" className="wrap-anywhere">
        {actor ?? <Badge tone="unknown">{kind === "not_in_log" ? "Not there" : "Not said"}</Badge>}
      </Td>
      <Td label="Known" className="wrap-anywhere">
        <div>
          {note}{" "}
          <span className="inline-flex flex-wrap items-center gap-x-3">
            {cfRay !== null && (
              <span className="inline-flex items-center gap-1">
                cf-ray <Copyable value={cfRay} label="cf-ray" />
              </span>
            )}
            {purgeId !== null && (
              <Link
                href={purgeHref(purgeId)}
                className="inline-flex min-h-6 items-center text-accent-text underline"
              >
                Receipt
              </Link>
            )}
          </span>
        </div>
      </Td>
    </Tr>
  );
}
