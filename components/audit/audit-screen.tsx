"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { parseAsString, useQueryStates } from "nuqs";
import { useMemo } from "react";
import { NotAllowedNotice } from "@/components/shell/problem-notice";
import { useViewer } from "@/components/shell/viewer";
import { Button, ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { auditExportAddress, auditQuery, type AuditFilters } from "@/lib/queries/audit";
import { can, rolesWith } from "@/lib/schemas/permissions";
import { AuditEntries } from "./audit-entries";
import { AuditFilterBar } from "./audit-filter-bar";
import { auditFilterNames, readAuditFilters, type RawAuditFilters } from "./audit-filters";
import { SealingSection } from "./sealing-section";

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
        description="Who did what when, refused attempts included. Entries are only ever added, and each is chained to the one before."
        actions={
          can(role, "retention.read") ? (
            <ButtonLink href="/retention">What is kept how long</ButtonLink>
          ) : undefined
        }
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
  const query = useInfiniteQuery(auditQuery(filters));
  const set = (change: Partial<RawAuditFilters>) => void setRaw(change);
  const clear = () => void setRaw(none);
  return (
    <>
      <SealingSection />
      <AuditFilterBar filters={filters} set={set} clear={clear} />
      {Object.keys(filters).length > 0 && (
        <Button
          size="sm"
          variant="ghost"
          className="mb-3"
          icon={<Download aria-hidden />}
          onClick={() => window.location.assign(auditExportAddress(filters))}
        >
          Export this selection
        </Button>
      )}
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
        <AuditEntries
          query={query}
          label="Audit record"
          failure="The record could not be loaded"
          empty={<NoEntries filters={filters} onClear={clear} />}
          skeletonRows={14}
        />
      </div>
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
