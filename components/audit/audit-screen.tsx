"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { parseAsString, useQueryState, useQueryStates } from "nuqs";
import { useMemo } from "react";
import { NotAllowedNotice, ProblemNotice } from "@/components/shell/problem-notice";
import { useViewer } from "@/components/shell/viewer";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/class-names";
import { EmptyState } from "@/components/ui/empty";
import { LoadMore } from "@/components/ui/load-more";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Table, Th } from "@/components/ui/table";
import { auditQuery, type AuditFilters } from "@/lib/queries/audit";
import { can, rolesWith } from "@/lib/schemas/permissions";
import { AuditFilterBar } from "./audit-filter-bar";
import { auditFilterNames, readAuditFilters, type RawAuditFilters } from "./audit-filters";
import { AuditRow } from "./audit-row";

const parsers = {
  actor: parseAsString,
  action: parseAsString,
  outcome: parseAsString,
  tenant: parseAsString,
  period: parseAsString,
  from: parseAsString,
  to: parseAsString,
};

const none = Object.fromEntries(auditFilterNames.map((name) => [name, null])) as RawAuditFilters;

/** Who did what when, for those who may read the record. */
export function AuditScreen() {
  const { role } = useViewer();
  return (
    <>
      <PageHeader
        title="Audit"
        description="Who did what when, refused attempts included. Entries are only ever added."
      />
      {can(role, "audit.read") ? (
        <AuditRecord />
      ) : (
        <NotAllowedNotice what="reading the audit record" who={rolesWith("audit.read")} />
      )}
    </>
  );
}

function AuditRecord() {
  const [raw, setRaw] = useQueryStates(parsers, { history: "push" });
  const { filters, ignored } = useMemo(() => readAuditFilters(raw), [raw]);
  const set = (change: Partial<RawAuditFilters>) => void setRaw(change);
  const clear = () => void setRaw(none);
  return (
    <>
      <AuditFilterBar filters={filters} set={set} clear={clear} />
      {ignored.length > 0 && (
        <Notice
          tone="old"
          className="mb-3"
          title={`The address has a filter that cannot be used: ${ignored.join(", ")}`}
          action={
            <Button
              size="sm"
              onClick={() => set(Object.fromEntries(ignored.map((name) => [name, null])))}
            >
              Take it out of the address
            </Button>
          }
        >
          It was left out; the list is not narrowed by it.
        </Notice>
      )}
      <div className="rounded-md border border-hairline bg-panel">
        <Entries filters={filters} onClear={clear} />
      </div>
    </>
  );
}

function Entries({ filters, onClear }: { filters: AuditFilters; onClear: () => void }) {
  const query = useInfiniteQuery(auditQuery(filters));
  const [openId, setOpenId] = useQueryState("entry", parseAsString);
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (query.isPending) return <SkeletonRows rows={14} />;
  return (
    <>
      {query.error && (
        <ProblemNotice
          title="The record could not be loaded"
          error={query.error}
          onRetry={() =>
            void (query.isFetchNextPageError ? query.fetchNextPage() : query.refetch())
          }
        />
      )}
      {query.data && rows.length === 0 && <NoEntries filters={filters} onClear={onClear} />}
      {rows.length > 0 && (
        <>
          <Table
            label="Audit record"
            stacked
            className={cx(
              "sm:min-w-[56rem] sm:table-fixed",
              query.isPlaceholderData && "opacity-60",
            )}
          >
            <thead>
              <tr>
                <Th className="w-28">Time</Th>
                <Th className="w-[22%]">Actor</Th>
                <Th className="w-[18%]">Action</Th>
                <Th className="w-28">Outcome</Th>
                <Th>What</Th>
              </tr>
            </thead>
            <tbody>
              {rows.map((entry) => (
                <AuditRow
                  key={entry.id}
                  entry={entry}
                  open={entry.id === openId}
                  onToggle={() => void setOpenId(entry.id === openId ? null : entry.id)}
                />
              ))}
            </tbody>
          </Table>
          <LoadMore
            shown={rows.length}
            noun={["entry", "entries"]}
            hasMore={query.hasNextPage}
            pending={query.isFetchingNextPage}
            onLoadMore={() => void query.fetchNextPage()}
          />
        </>
      )}
    </>
  );
}

function NoEntries({ filters, onClear }: { filters: AuditFilters; onClear: () => void }) {
  if (Object.keys(filters).length === 0)
    return (
      <EmptyState title="Nothing is recorded yet">
        The first sign-in or purge will be the first entry.
      </EmptyState>
    );
  return (
    <EmptyState
      title="No entry matches these filters"
      action={<Button onClick={onClear}>Clear filters</Button>}
    >
      The record may hold others outside of them.
    </EmptyState>
  );
}
