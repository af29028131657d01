"use client";

import { Download } from "lucide-react";
import { useViewer } from "@/components/shell/viewer";
import { Button, ButtonLink } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { exportAddress, type PurgeFilters } from "@/lib/queries/purges";
import { can, rolesWith } from "@/lib/schemas/permissions";
import { PurgeFilterBar } from "./purge-filter-bar";
import { PurgeTable } from "./purge-table";
import { rolesInWords } from "./purge-words";
import { usePurgeFilters } from "./use-purge-filters";

/** All purges, whoever issued them, narrowed by the filters in the address. */
export function PurgeFeed() {
  const { filters, ignored, set, remove, clear } = usePurgeFilters();
  return (
    <>
      <PageHeader
        title="Purges"
        actions={
          <>
            <ExportButton filters={filters} format="csv" />
            <ExportButton filters={filters} format="ndjson" />
            <NewPurgeLink />
          </>
        }
      />
      <PurgeFilterBar filters={filters} set={set} remove={remove} clear={clear} />
      {ignored.length > 0 && (
        <Notice
          tone="old"
          className="mb-3"
          title={`The address has a filter that cannot be used: ${ignored.join(", ")}`}
          action={
            <Button size="sm" onClick={() => remove(ignored)}>
              Take it out of the address
            </Button>
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

const formatWords = { csv: "Export CSV", ndjson: "Export NDJSON" };

/** All purges of the list as a file, however many; the export is on record. */
function ExportButton({
  filters,
  format,
}: {
  filters: PurgeFilters;
  format: keyof typeof formatWords;
}) {
  return (
    <Button
      variant="ghost"
      icon={<Download aria-hidden />}
      // The answer is a file: the browser saves it and stays where it is.
      onClick={() => window.location.assign(exportAddress(filters, format))}
    >
      {formatWords[format]}
    </Button>
  );
}

/** For a role that may not purge the way there is shown, with who has it. */
function NewPurgeLink() {
  const { role } = useViewer();
  if (can(role, "purge.object"))
    return (
      <ButtonLink variant="primary" href="/purges/new">
        New purge
      </ButtonLink>
    );
  return (
    <Button whyDisabled={`It takes the role ${rolesInWords(rolesWith("purge.object"))}`}>
      New purge
    </Button>
  );
}
