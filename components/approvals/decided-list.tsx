"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import { purgeTitle } from "@/components/purges/purge-title";
import { PagedRows } from "@/components/shell/paged-rows";
import { Badge } from "@/components/ui/badge";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { decidedQuery } from "@/lib/queries/approvals";
import type { Approval } from "@/lib/schemas/approvals";
import { approvalWords } from "./approval-words";

function Row({
  approval: { purge, state, requestedBy, decision, expiresAt },
}: {
  approval: Approval;
}) {
  const { word, tone, why } = approvalWords[state];
  return (
    <Tr>
      <Td label="Ended">
        <Time value={decision?.at ?? expiresAt} />
      </Td>
      <Td label="Decision">
        <span title={why}>
          <Badge tone={tone}>{word}</Badge>
        </span>
      </Td>
      <Td label="Purge" className="max-w-80 wrap-anywhere">
        <Link href={`/purges/${purge.id}`} className="text-accent-text underline">
          {purgeTitle(purge)}
        </Link>
      </Td>
      <Td label="Asked by" className="wrap-anywhere">
        {requestedBy}
      </Td>
      <Td label="By, and why" className="max-w-md wrap-anywhere">
        {/* One child: on small screens a cell lays its children out side by side. */}
        <div>
          <span className="block">{decision?.by ?? "Nobody"}</span>
          <span className="text-muted">{decision?.reason ?? why}</span>
        </div>
      </Td>
    </Tr>
  );
}

/** What was decided, newest first. */
export function DecidedList() {
  const query = useInfiniteQuery(decidedQuery());
  return (
    <PagedRows
      query={query}
      failure="The decisions could not be loaded"
      skeletonRows={4}
      empty={<p className="px-3 py-3 text-muted">Nothing was decided yet.</p>}
      noun={["decision", "decisions"]}
    >
      {(rows) => (
        <Table label="Decided" stacked>
          <thead>
            <tr>
              <Th>Ended</Th>
              <Th>Decision</Th>
              <Th>Purge</Th>
              <Th>Asked by</Th>
              <Th>By, and why</Th>
            </tr>
          </thead>
          <tbody>
            {rows.map((one) => (
              <Row key={one.purge.id} approval={one} />
            ))}
          </tbody>
        </Table>
      )}
    </PagedRows>
  );
}
