import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { LoadMore } from "@/components/ui/load-more";
import { SkeletonRows } from "@/components/ui/skeleton";
import { ProblemNotice } from "./problem-notice";

/**
 * A list that is loaded page by page: while it loads, when it or its next page cannot be, when there is nothing,
 * and its rows with the way to more of them.
 */
export function PagedRows<Row>({
  query,
  failure,
  skeletonRows,
  empty,
  noun,
  children,
}: {
  query: UseInfiniteQueryResult<InfiniteData<{ items: Row[] }>>;
  /** What it says when it could not be loaded. */
  failure: string;
  skeletonRows: number;
  /** Instead of the rows where there is none. */
  empty: ReactNode;
  /** Singular and plural: ["tenant", "tenants"]. */
  noun: readonly [string, string];
  children: (rows: Row[]) => ReactNode;
}) {
  if (query.isPending) return <SkeletonRows rows={skeletonRows} />;
  const rows = query.data?.pages.flatMap(({ items }) => items) ?? [];
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
          {children(rows)}
          <LoadMore
            shown={rows.length}
            noun={noun}
            hasMore={query.hasNextPage}
            pending={query.isFetchingNextPage}
            onLoadMore={() => void query.fetchNextPage()}
          />
        </>
      )}
    </>
  );
}
