"use client";

import { ButtonLink } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { PurgeFilterBar } from "./purge-filter-bar";
import { PurgeTable } from "./purge-table";
import { usePurgeFilters } from "./use-purge-filters";

/** All purges, whoever issued them, narrowed by the filters in the address. */
export function PurgeFeed() {
  const { filters, ignored, set, remove, clear } = usePurgeFilters();
  return (
    <>
      <PageHeader
        title="Purges"
        actions={
          <ButtonLink variant="primary" href="/purges/new">
            New purge
          </ButtonLink>
        }
      />
      <PurgeFilterBar filters={filters} set={set} remove={remove} clear={clear} />
      {ignored.length > 0 && (
        <Notice
          tone="old"
          className="mb-3"
          title={`The address has a filter that cannot be read: ${ignored.join(", ")}`}
          action={
            <button
              type="button"
              className="min-h-6 text-accent-text underline"
              onClick={() => remove(ignored)}
            >
              Take it out of the address
            </button>
          }
        >
          It was left out; the list is not narrowed by it.
        </Notice>
      )}
      <div className="rounded-md border border-hairline bg-panel">
        <PurgeTable
          filters={filters}
          {...(Object.keys(filters).length > 0 ? { onClearFilters: clear } : {})}
        />
      </div>
    </>
  );
}
