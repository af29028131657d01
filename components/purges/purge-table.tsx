"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button, ButtonLink } from "@/components/ui/button";
import { cx } from "@/components/ui/class-names";
import { EmptyState } from "@/components/ui/empty";
import { LoadMore } from "@/components/ui/load-more";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Table, Th } from "@/components/ui/table";
import { purgesQuery, type PurgeFilters } from "@/lib/queries/purges";
import type { Purge } from "@/lib/schemas/purges";
import { LiveMark } from "./live-mark";
import { NewPurgesButton } from "./new-purges-button";
import { PurgePanel } from "./purge-panel";
import { PurgeRow } from "./purge-row";
import { useLivePurges } from "./use-live-purges";
import { useOpenPurge } from "./use-open-purge";
import { useRowKeys } from "./use-row-keys";

/**
 * The feed of purges, newest first. A row opens its receipt beside the list. `compact`: for a screen
 * that is about one tenant already.
 */
export function PurgeTable({
  filters,
  compact = false,
  onClearFilters,
}: {
  filters: PurgeFilters;
  compact?: boolean;
  onClearFilters?: (() => void) | undefined;
}) {
  const query = useInfiniteQuery(purgesQuery(filters));
  const [openId, setOpenId] = useOpenPurge();
  // The same for ever, so that opening one row draws that row anew and no other.
  const onOpen = useCallback((id: string) => void setOpenId(id), [setOpenId]);
  const list = usePausable(query.data?.pages.flatMap((page) => page.items) ?? []);
  const { rows } = list;
  useRowKeys();

  return (
    <>
      <ListHead filters={filters} loading={query.isPlaceholderData} list={list} />
      {query.isError && !query.isFetchNextPageError && (
        <ProblemNotice
          title="The purges could not be loaded"
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      )}
      {query.isPending && <SkeletonRows rows={compact ? 6 : 14} />}
      {query.data && rows.length === 0 && <NoPurges filters={filters} onClear={onClearFilters} />}
      {rows.length > 0 && (
        <>
          <Rows
            rows={rows}
            openId={openId}
            withTenant={!compact}
            faded={query.isPlaceholderData}
            onOpen={onOpen}
          />
          {query.isFetchNextPageError && (
            <ProblemNotice
              title="More purges could not be loaded"
              error={query.error}
              onRetry={() => void query.fetchNextPage()}
            />
          )}
          <LoadMore
            shown={rows.length}
            noun={["purge", "purges"]}
            hasMore={query.hasNextPage}
            pending={query.isFetchingNextPage}
            onLoadMore={() => void query.fetchNextPage()}
          />
        </>
      )}
      <PurgePanel id={openId} onClose={() => void setOpenId(null)} />
    </>
  );
}

/** The rows as they are now, or as they stood when the list was paused. */
function usePausable(listed: readonly Purge[]) {
  const [frozen, setFrozen] = useState<ReadonlyMap<string, Purge> | null>(null);
  const rows = useLivePurges(listed, frozen);
  const pause = (on: boolean) => setFrozen(on ? new Map(rows.map((row) => [row.id, row])) : null);
  return { rows, paused: frozen !== null, pause };
}

function ListHead({
  filters,
  loading,
  list: { rows, paused, pause },
}: {
  filters: PurgeFilters;
  loading: boolean;
  list: ReturnType<typeof usePausable>;
}) {
  const [first] = rows;
  return (
    <div className="flex min-h-9 flex-wrap items-center justify-between gap-2 px-3 py-1 text-sm text-muted">
      <span>{loading ? "Loading the list for these filters" : "Newest first"}</span>
      <span className="flex flex-wrap items-center gap-3">
        {!loading && first !== undefined && filters.to === undefined && (
          <NewPurgesButton filters={filters} after={first.cursor} paused={paused} />
        )}
        <LiveMark paused={paused} onPause={pause} />
      </span>
    </div>
  );
}

function Rows({
  rows,
  openId,
  withTenant,
  faded,
  onOpen,
}: {
  rows: readonly Purge[];
  openId: string | null;
  withTenant: boolean;
  faded: boolean;
  onOpen: (id: string) => void;
}) {
  return (
    <Table
      label="Purges"
      stacked
      className={cx(
        "sm:table-fixed sm:[&_td]:px-2 sm:[&_th]:px-2",
        withTenant ? "sm:min-w-[64rem]" : "sm:min-w-[56rem]",
        faded && "opacity-60",
      )}
    >
      <thead>
        <tr>
          <Th className="w-[5.25rem]">Time</Th>
          {withTenant && <Th className="w-[10%]">Tenant</Th>}
          <Th className="w-[15.5%]">Scope</Th>
          <Th className="w-[5.5rem]">Source</Th>
          <Th className="w-[11%]">Actor</Th>
          <Th>Reason</Th>
          <Th className="w-20">Ticket</Th>
          <Th className="w-34">Result</Th>
          <Th className="w-17" numeric>
            Attempts
          </Th>
          <Th className="w-32">Proof</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((purge) => (
          <PurgeRow
            key={purge.id}
            purge={purge}
            selected={purge.id === openId}
            withTenant={withTenant}
            onOpen={onOpen}
          />
        ))}
      </tbody>
    </Table>
  );
}

/** Nothing to show: because nothing ever happened, or because the filters leave nothing. */
function NoPurges({
  filters,
  onClear,
}: {
  filters: PurgeFilters;
  onClear?: (() => void) | undefined;
}) {
  if (onClear && Object.keys(filters).length > 0)
    return (
      <EmptyState
        title="No purge matches these filters"
        action={<Button onClick={onClear}>Clear filters</Button>}
      >
        The record may hold others outside of them.
      </EmptyState>
    );
  const { tenant } = filters;
  return (
    <EmptyState
      title={
        tenant === undefined ? "No purge is recorded yet" : "No purge of this tenant is recorded"
      }
      action={
        <ButtonLink
          href={
            tenant === undefined
              ? "/purges/new"
              : `/purges/new?tenant=${encodeURIComponent(tenant)}`
          }
        >
          Purge a tenant
        </ButtonLink>
      }
    >
      Each purge that is asked for here or through the API is listed, with its cause and its result.
    </EmptyState>
  );
}
