import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import { parseAsString, useQueryState } from "nuqs";
import type { ReactNode } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { LoadMore } from "@/components/ui/load-more";
import { SkeletonRows } from "@/components/ui/skeleton";
import type { AuditEntry } from "@/lib/schemas/audit";
import { AuditTable } from "./audit-table";

/** Entries page by page, in each of their states. Which one is open is part of the address. */
export function AuditEntries({
  query,
  label,
  failure,
  empty,
  skeletonRows,
}: {
  query: UseInfiniteQueryResult<InfiniteData<{ items: AuditEntry[] }>>;
  label: string;
  /** What could not be loaded, in a sentence. */
  failure: string;
  /** In place of the table when there are none. */
  empty: ReactNode;
  skeletonRows: number;
}) {
  const [openId, setOpenId] = useQueryState("entry", parseAsString);
  const rows = query.data?.pages.flatMap(({ items }) => items) ?? [];
  if (query.isPending) return <SkeletonRows rows={skeletonRows} />;
  return (
    <>
      {query.error && (
        <ProblemNotice
          title={failure}
          error={query.error}
          onRetry={() =>
            void (query.isFetchNextPageError ? query.fetchNextPage() : query.refetch())
          }
        />
      )}
      {query.data && rows.length === 0 && empty}
      {rows.length > 0 && (
        <>
          <AuditTable
            label={label}
            rows={rows}
            isOld={query.isPlaceholderData}
            openId={openId}
            onOpen={(id) => void setOpenId(id)}
          />
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
