"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import { PagedRows } from "@/components/shell/paged-rows";
import { useViewer } from "@/components/shell/viewer";
import { TenantLink } from "@/components/tenants/tenant-link";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { comparisonsQuery, type ComparisonFilters } from "@/lib/queries/comparisons";
import type { Comparison } from "@/lib/schemas/comparisons";
import { can } from "@/lib/schemas/permissions";
import { comparisonHref } from "./comparison-brief";
import { afterWord, verdictWords } from "./verdict-words";

/** Past comparisons: all, those in which a tenant was the affected one, or those made for a purge. */
export function ComparisonList({ tenant, purge }: ComparisonFilters) {
  const filters = { ...(tenant ? { tenant } : {}), ...(purge ? { purge } : {}) };
  const query = useInfiniteQuery(comparisonsQuery(filters));
  return (
    <PagedRows
      query={query}
      failure="The comparisons could not be loaded"
      skeletonRows={tenant || purge ? 3 : 10}
      empty={<NoComparisons tenant={tenant} />}
      noun={["comparison", "comparisons"]}
    >
      {(rows) => <Rows rows={rows} withTenant={tenant === undefined} />}
    </PagedRows>
  );
}

function NoComparisons({ tenant }: { tenant: string | undefined }) {
  const { role } = useViewer();
  const href =
    tenant === undefined ? "/compare/new" : `/compare/new?tenant=${encodeURIComponent(tenant)}`;
  return (
    <EmptyState
      title="No comparison was made yet"
      {...(can(role, "comparison.run")
        ? { action: <ButtonLink href={href}>Compare with a control</ButtonLink> }
        : {})}
    >
      A comparison probes a page of one tenant and the same page of another, before and after a
      purge. It shows whether the one was refreshed and the other left alone.
    </EmptyState>
  );
}

function Rows({ rows, withTenant }: { rows: readonly Comparison[]; withTenant: boolean }) {
  return (
    <Table label="Comparisons" stacked className="sm:min-w-[48rem] sm:table-fixed">
      <thead>
        <tr>
          <Th className="w-24">Time</Th>
          <Th className="w-[14%]">Page</Th>
          {withTenant && <Th className="w-[16%]">Affected</Th>}
          <Th className="w-[16%]">Control</Th>
          <Th>Verdict</Th>
          <Th className="w-[15%]">By</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <ComparisonRow key={row.id} comparison={row} withTenant={withTenant} />
        ))}
      </tbody>
    </Table>
  );
}

function ComparisonRow({
  comparison,
  withTenant,
}: {
  comparison: Comparison;
  withTenant: boolean;
}) {
  const { affected, control, path, verdict } = comparison;
  const { word, tone } = verdictWords[verdict.code];
  return (
    <Tr>
      <Td label="Time">
        <Time value={comparison.createdAt} />
      </Td>
      <Td label="Page">
        <Link
          href={comparisonHref(comparison.id)}
          className="inline-flex min-h-6 max-w-full min-w-0 items-center font-mono hover:text-accent-text hover:underline"
        >
          <span className="sr-only">Comparison of </span>
          <span className="min-w-0 truncate">{path}</span>
        </Link>
      </Td>
      {withTenant && (
        <Td label="Affected">
          <TenantLink tenant={affected.tenant} />
        </Td>
      )}
      <Td label="Control">
        {control === null ? (
          <span className="text-faint">None</span>
        ) : (
          <TenantLink tenant={control.tenant} />
        )}
      </Td>
      <Td label="Verdict">
        <span className="flex min-w-0 items-center gap-2" title={verdict.summary}>
          <span className="shrink-0">
            <Badge tone={tone}>{word}</Badge>
          </span>
          <span className="min-w-0 truncate text-muted max-sm:hidden">{afterWord(verdict)}</span>
        </span>
      </Td>
      <Td label="By">
        <span className="block truncate" title={comparison.createdBy}>
          {comparison.createdBy}
        </span>
      </Td>
    </Tr>
  );
}
