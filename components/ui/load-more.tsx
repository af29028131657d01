"use client";

import { Button } from "./button";

/** The foot of a paged list: how much is shown, a button for more, and the end said aloud. */
export function LoadMore({
  shown,
  noun,
  hasMore,
  pending,
  onLoadMore,
}: {
  shown: number;
  /** Singular and plural: ["tenant", "tenants"]. */
  noun: readonly [string, string];
  hasMore: boolean;
  pending: boolean;
  onLoadMore: () => void;
}) {
  const count = `${shown.toLocaleString("en")} ${noun[shown === 1 ? 0 : 1]}`;
  return (
    <div className="flex min-h-12 flex-wrap items-center gap-3 px-3 py-2 text-sm text-muted">
      {hasMore && (
        <Button size="sm" pending={pending} onClick={onLoadMore}>
          Load more
        </Button>
      )}
      <span>{hasMore ? `${count} shown` : `End of the list: ${count}`}</span>
    </div>
  );
}
