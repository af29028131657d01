"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { debounce, parseAsString, useQueryState } from "nuqs";
import type { SubmitEvent } from "react";
import { ProblemNotice, StaleNotice } from "@/components/shell/problem-notice";
import { useDebounced } from "@/components/shell/use-debounced";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty";
import { Field, TextInput } from "@/components/ui/field";
import { LoadMore } from "@/components/ui/load-more";
import { PageHeader } from "@/components/ui/page-header";
import { tenantListQuery } from "@/lib/queries/tenants";
import { tenantHref } from "./tenant-link";
import { TenantTable, TenantTableSkeleton } from "./tenant-table";

const longest = 200;
/** How long after the last key is searched, in milliseconds. */
const searchAfterMs = 150;
// The address is written before anything is found: written later, it would undo the opening of a tenant found meanwhile.
const searchText = parseAsString
  .withDefault("")
  .withOptions({ limitUrlUpdates: debounce(searchAfterMs / 3), history: "replace" });

function Nothing({ q, onClear }: { q: string; onClear: () => void }) {
  if (q === "")
    return (
      <EmptyState title="No tenants yet">
        Load them from a file with{" "}
        <code className="font-mono text-sm text-text">npm run import -- FILE.json</code>. The README
        shows what the file holds.
      </EmptyState>
    );
  return (
    <EmptyState
      title={`No tenant matches “${q}”`}
      action={<Button onClick={onClear}>Clear search</Button>}
    >
      Searched in ids, slugs, names and hosts, small typing errors allowed.
    </EmptyState>
  );
}

function SearchBox({
  text,
  onType,
  onSubmit,
}: {
  text: string;
  onType: (text: string) => void;
  onSubmit: () => void;
}) {
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form role="search" onSubmit={submit} className="mb-3 max-w-md">
      <Field label="Find a tenant" hideLabel>
        {(control) => (
          <span className="relative block">
            <Search
              aria-hidden
              className="pointer-events-none absolute top-2 left-2.5 size-4 text-faint"
            />
            <TextInput
              {...control}
              type="search"
              autoComplete="off"
              spellCheck={false}
              maxLength={longest}
              placeholder="Id, slug, name or host"
              className="pl-8"
              value={text}
              onChange={(event) => onType(event.target.value)}
            />
          </span>
        )}
      </Field>
    </form>
  );
}

function useTenants(q: string) {
  const query = useInfiniteQuery(tenantListQuery(q));
  const tenants = query.data?.pages.flatMap((page) => page.items);
  return { query, tenants };
}

function spoken(q: string, count: number | undefined, more: boolean): string {
  if (q === "" || count === undefined) return "";
  if (count === 0) return "No tenant found";
  return `${more ? "More than " : ""}${count} ${count === 1 ? "tenant" : "tenants"} found`;
}

/** Finds a tenant by id, slug, name or host, as one types. What is typed is in the URL. */
export function TenantSearch() {
  const [typed, setTyped] = useQueryState("q", searchText);
  const text = typed.trim().slice(0, longest);
  const q = useDebounced(text, searchAfterMs);
  const { query, tenants } = useTenants(q);
  const router = useRouter();
  const clear = () => void setTyped(null);

  const openOnly = () => {
    // What was found for an earlier text is not what was asked for.
    const isFound = q === text && !query.isPlaceholderData;
    const only = isFound && tenants?.length === 1 ? tenants[0] : undefined;
    if (only !== undefined) router.push(tenantHref(only.id));
  };

  return (
    <>
      <PageHeader title="Tenants" actions={<StaleNotice query={query} />} />
      <SearchBox text={typed} onType={(text) => void setTyped(text)} onSubmit={openOnly} />
      <p role="status" className="sr-only">
        {query.isFetching ? "" : spoken(q, tenants?.length, query.hasNextPage)}
      </p>
      {tenants === undefined && query.error !== null && (
        <div className="mb-3">
          <ProblemNotice
            title="The tenants could not be loaded"
            error={query.error}
            onRetry={() => void query.refetch()}
          />
        </div>
      )}
      <div
        aria-busy={query.isPlaceholderData || undefined}
        className="rounded-md border border-hairline bg-panel"
      >
        {tenants === undefined && query.error === null && <TenantTableSkeleton />}
        {tenants?.length === 0 && <Nothing q={q} onClear={clear} />}
        {tenants !== undefined && tenants.length > 0 && (
          <>
            <TenantTable tenants={tenants} />
            {query.isFetchNextPageError && (
              <ProblemNotice title="More tenants could not be loaded" error={query.error} />
            )}
            <LoadMore
              shown={tenants.length}
              noun={["tenant", "tenants"]}
              hasMore={query.hasNextPage}
              pending={query.isFetchingNextPage}
              onLoadMore={() => void query.fetchNextPage()}
            />
          </>
        )}
      </div>
    </>
  );
}
