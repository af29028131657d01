"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { RotateCw } from "lucide-react";
import dynamic from "next/dynamic";
import { useState, type RefObject } from "react";
import { PurgePanel } from "@/components/purges/purge-panel";
import { useOpenPurge } from "@/components/purges/use-open-purge";
import { whyNotClose } from "@/components/purges/purge-rights";
import { useRowKeys } from "@/components/purges/use-row-keys";
import { ProblemNotice, StaleNotice } from "@/components/shell/problem-notice";
import { useViewer } from "@/components/shell/viewer";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty";
import { LoadMore } from "@/components/ui/load-more";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useFocusNext } from "@/components/ui/use-focus-next";
import { failureCountQuery, failuresQuery } from "@/lib/queries/failures";
import { ActionOutcome, type Outcome } from "./action-outcome";
import { FailureTable } from "./failure-table";

const RetryAllDialog = dynamic(
  () => import("./retry-all-dialog").then((module) => module.RetryAllDialog),
  { ssr: false },
);

function inWords(count: number): string {
  if (count === 0) return "No failures";
  return `${count.toLocaleString("en")} ${count === 1 ? "purge needs" : "purges need"} a person, newest first`;
}

/** The list as it was loaded, how many there are by now, and what was done last. */
function useFailures() {
  const query = useInfiniteQuery(failuresQuery());
  const { data: count } = useQuery(failureCountQuery());
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [head, focusHead] = useFocusNext<HTMLParagraphElement>();
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  const total = query.data?.pages[0]?.total ?? 0;
  return {
    query,
    rows,
    total,
    head,
    outcome,
    hasChanged: query.data !== undefined && !query.isFetching && (count ?? total) !== total,
    /** The buttons that were pressed are gone by then: the focus goes to the head of the list. */
    done: (next: Outcome) => {
      setOutcome(next);
      focusHead();
    },
  };
}

function ListHead({
  failures: { query, total, hasChanged, head },
}: {
  failures: ReturnType<typeof useFailures> & { head: RefObject<HTMLParagraphElement | null> };
}) {
  return (
    <div className="flex min-h-9 flex-wrap items-center justify-between gap-2 px-3 py-1 text-sm text-muted">
      <p ref={head} tabIndex={-1}>
        {query.data === undefined ? "Loading" : inWords(total)}
      </p>
      <span className="flex min-h-7 items-center gap-3">
        <StaleNotice query={query} />
        {hasChanged && (
          <Button size="sm" onClick={() => void query.refetch()}>
            The list has changed, show it
          </Button>
        )}
      </span>
    </div>
  );
}

function RetryAll({ failures }: { failures: ReturnType<typeof useFailures> }) {
  const { role } = useViewer();
  const [open, setOpen] = useState(false);
  const { total, rows, done } = failures;
  const nothing = total === 0 ? "Nothing has failed" : undefined;
  return (
    <>
      <Button
        icon={<RotateCw aria-hidden />}
        whyDisabled={whyNotClose(role) ?? nothing}
        onClick={() => setOpen(true)}
      >
        {total > 1 ? `Retry all ${total.toLocaleString("en")}` : "Retry all"}
      </Button>
      {open && (
        <RetryAllDialog
          count={total}
          onClose={() => setOpen(false)}
          onDone={(result) => {
            setOpen(false);
            done({ kind: "all", result, known: new Map(rows.map((one) => [one.id, one])) });
          }}
        />
      )}
    </>
  );
}

/** Purges that were given up and that nobody has closed: each stays until somebody sends it again or closes it. */
export function FailuresScreen() {
  const failures = useFailures();
  const { query, rows, outcome, done } = failures;
  const [openId, setOpenId] = useOpenPurge();
  useRowKeys();
  return (
    <>
      <PageHeader
        title="Failures"
        description="Purges that were given up. Each stays here until somebody sends it again or closes it."
        actions={<RetryAll failures={failures} />}
      />
      {outcome !== null && (
        <div className="mb-3">
          <ActionOutcome outcome={outcome} />
        </div>
      )}
      <div className="rounded-md border border-hairline bg-panel">
        <ListHead failures={failures} />
        {query.isError && !query.isFetchNextPageError && (
          <ProblemNotice
            title="The failures could not be loaded"
            error={query.error}
            onRetry={() => void query.refetch()}
          />
        )}
        {query.isPending && <SkeletonRows rows={10} />}
        {query.data && rows.length === 0 && (
          <EmptyState title="Nothing needs a person">
            Every purge was accepted, waits for its turn, was cancelled, or was closed by somebody.
          </EmptyState>
        )}
        {rows.length > 0 && (
          <FailureTable
            rows={rows}
            openId={openId}
            onOpen={(id) => void setOpenId(id)}
            onDone={(purge, action) => done({ kind: "one", action, purge })}
          />
        )}
        {rows.length > 0 && <More query={query} shown={rows.length} />}
      </div>
      <PurgePanel id={openId} onClose={() => void setOpenId(null)} />
    </>
  );
}

function More({ query, shown }: { query: ReturnType<typeof useFailures>["query"]; shown: number }) {
  return (
    <>
      {query.isFetchNextPageError && (
        <ProblemNotice
          title="More failures could not be loaded"
          error={query.error}
          onRetry={() => void query.fetchNextPage()}
        />
      )}
      <LoadMore
        shown={shown}
        noun={["failure", "failures"]}
        hasMore={query.hasNextPage}
        pending={query.isFetchingNextPage}
        onLoadMore={() => void query.fetchNextPage()}
      />
    </>
  );
}
