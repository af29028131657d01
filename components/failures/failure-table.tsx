"use client";

import { ActorCell, ScopeCell, TenantCell } from "@/components/purges/purge-row-cells";
import { SourceBadge } from "@/components/purges/purge-badges";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { FailureAction } from "@/lib/queries/failures";
import type { Purge } from "@/lib/schemas/purges";
import { FailureActions } from "./failure-actions";
import { FailureWhy } from "./failure-why";

interface Acting {
  openId: string | null;
  onOpen: (id: string) => void;
  onDone: (purge: Purge, action: FailureAction) => void;
}

function FailureRow({ purge, openId, onOpen, onDone }: Acting & { purge: Purge }) {
  return (
    <Tr selected={purge.id === openId} data-purge-row={purge.id}>
      <Td label="Failed">
        <Time value={purge.finishedAt ?? purge.requestedAt} />
      </Td>
      <Td label="Tenant" className="sm:[&_a>span:last-child]:hidden">
        <TenantCell purge={purge} />
      </Td>
      <Td label="Scope" className="[&_a>span]:flex-wrap">
        <ScopeCell purge={purge} onOpen={onOpen} />
      </Td>
      <Td label="Actor">
        <span className="flex min-w-0 flex-col">
          <ActorCell purge={purge} />
          <span className="text-xs text-muted">
            <SourceBadge source={purge.source} />
          </span>
        </span>
      </Td>
      <Td label="Why">
        <FailureWhy purge={purge} />
      </Td>
      <Td label="Attempts" numeric>
        {purge.attemptCount}
      </Td>
      <Td>
        <FailureActions compact purge={purge} onDone={(action) => onDone(purge, action)} />
      </Td>
    </Tr>
  );
}

/** Failures that need a person: since when, whose, what, by whom, why, how often tried, and what to do. */
export function FailureTable({ rows, ...acting }: Acting & { rows: readonly Purge[] }) {
  return (
    <Table
      label="Failures"
      stacked
      className="sm:min-w-[60rem] sm:table-fixed sm:[&_td]:px-2 sm:[&_th]:px-2"
    >
      <thead>
        <tr>
          <Th className="w-[5.25rem]">Failed</Th>
          <Th className="w-[12%]">Tenant</Th>
          <Th className="w-[17%]">Scope</Th>
          <Th className="w-[15%]">Actor</Th>
          <Th>Why</Th>
          <Th className="w-17" numeric>
            Attempts
          </Th>
          <Th className="w-41">
            <span className="sr-only">What to do</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((purge) => (
          <FailureRow key={purge.id} purge={purge} {...acting} />
        ))}
      </tbody>
    </Table>
  );
}
