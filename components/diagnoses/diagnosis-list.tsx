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
import { diagnosesQuery } from "@/lib/queries/diagnoses";
import type { DiagnosisSummary } from "@/lib/schemas/diagnoses";
import { can } from "@/lib/schemas/permissions";
import { afterCause, causeWords } from "./cause-words";
import { askWhyHref, diagnosisHref } from "./diagnosis-href";

function Nothing({ tenant }: { tenant: string | undefined }) {
  const { role } = useViewer();
  const href = tenant === undefined ? "/diagnoses/new" : askWhyHref(tenant);
  return (
    <EmptyState
      title="Nobody has asked yet"
      {...(can(role, "diagnosis.run")
        ? { action: <ButtonLink href={href}>Why is it stale?</ButtonLink> }
        : {})}
    >
      For a page that shows old content the edge, the origin and the record are asked, and one cause
      is named.
    </EmptyState>
  );
}

function Row({ diagnosis, withTenant }: { diagnosis: DiagnosisSummary; withTenant: boolean }) {
  const { word, tone } = causeWords[diagnosis.cause];
  return (
    <Tr>
      <Td label="Time">
        <Time value={diagnosis.createdAt} />
      </Td>
      <Td label="Page">
        <Link
          href={diagnosisHref(diagnosis.id)}
          className="inline-flex min-h-6 max-w-full min-w-0 items-center font-mono hover:text-accent-text hover:underline"
        >
          <span className="sr-only">Why stale: </span>
          <span className="min-w-0 truncate">{diagnosis.path}</span>
        </Link>
      </Td>
      {withTenant && (
        <Td label="Tenant">
          <TenantLink tenant={diagnosis.tenant} />
        </Td>
      )}
      <Td label="Cause">
        <span className="flex min-w-0 items-center gap-2" title={diagnosis.summary}>
          <span className="min-w-0 shrink-0 max-sm:shrink">
            <Badge tone={tone} className="whitespace-normal!">
              {word}
            </Badge>
          </span>
          <span className="min-w-0 truncate text-muted max-sm:hidden">{afterCause(diagnosis)}</span>
        </span>
      </Td>
      <Td label="By">
        <span className="block truncate" title={diagnosis.createdBy}>
          {diagnosis.createdBy}
        </span>
      </Td>
    </Tr>
  );
}

/** What was found of stale pages: of one tenant, or of all. */
export function DiagnosisList({ tenant }: { tenant?: string }) {
  const query = useInfiniteQuery(diagnosesQuery(tenant));
  return (
    <PagedRows
      query={query}
      failure="What was found could not be loaded"
      skeletonRows={tenant === undefined ? 10 : 2}
      empty={<Nothing tenant={tenant} />}
      noun={["answer", "answers"]}
    >
      {(rows) => (
        <Table label="Why pages were stale" stacked className="sm:min-w-[44rem] sm:table-fixed">
          <thead>
            <tr>
              <Th className="w-24">Time</Th>
              <Th className="w-[20%]">Page</Th>
              {tenant === undefined && <Th className="w-[18%]">Tenant</Th>}
              <Th>Cause</Th>
              <Th className="w-[16%]">By</Th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.id} diagnosis={row} withTenant={tenant === undefined} />
            ))}
          </tbody>
        </Table>
      )}
    </PagedRows>
  );
}
