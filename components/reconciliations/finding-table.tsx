"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import { purgeHref } from "@/components/purges/purge-href";
import { PagedRows } from "@/components/shell/paged-rows";
import { Badge } from "@/components/ui/badge";
import { Copyable } from "@/components/ui/copy";
import { EmptyState } from "@/components/ui/empty";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { findingsQuery } from "@/lib/queries/reconciliations";
import type { Finding, Reconciliation } from "@/lib/schemas/reconciliations";
import { findingWords } from "./reconciliation-words";

/** What one comparison found: each purge that one side knows and the other does not. */
export function FindingTable({ run }: { run: Reconciliation }) {
  const query = useInfiniteQuery(findingsQuery(run.id));
  return (
    <div className="border-t border-hairline">
      <PagedRows
        query={query}
        failure="What was found could not be loaded"
        skeletonRows={3}
        empty={<NothingFound isWhole={run.state === "whole"} />}
        noun={["difference", "differences"]}
      >
        {(rows) => (
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
        )}
      </PagedRows>
    </div>
  );
}

function NothingFound({ isWhole }: { isWhole: boolean }) {
  return (
    <EmptyState title={isWhole ? "Both sides agree" : "No difference in what was read"}>
      {isWhole
        ? "Every purge of the period is on both sides, by cf-ray and time."
        : "Nothing is known of what was not read."}
    </EmptyState>
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
