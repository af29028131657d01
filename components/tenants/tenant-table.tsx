import { PurgeStatusBadge, SourceBadge } from "@/components/purges/purge-badges";
import { CopyButton } from "@/components/ui/copy";
import { DelayedSkeleton, Skeleton } from "@/components/ui/skeleton";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { TenantSummary } from "@/lib/schemas/tenants";
import { TenantLink } from "./tenant-link";

function Head() {
  return (
    <thead>
      <tr>
        <Th className="w-[30%]">Tenant</Th>
        <Th>Id</Th>
        <Th>Hosts</Th>
        <Th>Zone</Th>
        <Th>Last purge</Th>
      </tr>
    </thead>
  );
}

function Hosts({ hosts }: { hosts: string[] }) {
  const [first, ...others] = hosts;
  if (first === undefined) return <span className="text-muted">No host</span>;
  return (
    <span className="flex min-w-0 items-center gap-1.5" title={hosts.join("\n")}>
      <span className="min-w-0 truncate font-mono text-[0.93em]">{first}</span>
      {others.length > 0 && <span className="shrink-0 text-muted">+{others.length}</span>}
    </span>
  );
}

/** A tenant's last purge: how it ended, what caused it, when. */
function LastPurge({ purge }: { purge: TenantSummary["lastPurge"] }) {
  if (purge === null) return <span className="text-muted">None recorded</span>;
  return (
    <span className="flex items-center gap-x-2.5 gap-y-0.5 max-sm:flex-wrap">
      <PurgeStatusBadge status={purge.status} />
      <SourceBadge source={purge.source} />
      <span className="text-muted">
        <Time value={purge.requestedAt} />
      </span>
    </span>
  );
}

function Row({ tenant }: { tenant: TenantSummary }) {
  return (
    <Tr>
      <Td className="max-w-64">
        <TenantLink tenant={tenant} />
      </Td>
      <Td label="Id" mono>
        <span className="flex min-w-0 items-center gap-0.5">
          <span className="min-w-0 max-w-40 truncate" title={tenant.id}>
            {tenant.id}
          </span>
          <CopyButton value={tenant.id} label={`tenant id ${tenant.id}`} quiet />
        </span>
      </Td>
      <Td label="Hosts" className="max-w-56">
        <Hosts hosts={tenant.hosts} />
      </Td>
      <Td label="Zone" className="max-w-40 max-sm:hidden">
        <span className="block truncate font-mono text-[0.93em]" title={tenant.zone.name}>
          {tenant.zone.name}
        </span>
      </Td>
      <Td label="Last purge">
        <LastPurge purge={tenant.lastPurge} />
      </Td>
    </Tr>
  );
}

/** Tenants, one a row. */
export function TenantTable({ tenants }: { tenants: TenantSummary[] }) {
  return (
    <Table label="Tenants" stacked>
      <Head />
      <tbody>
        {tenants.map((tenant) => (
          <Row key={tenant.id} tenant={tenant} />
        ))}
      </tbody>
    </Table>
  );
}

/** The same table before its rows are there. */
export function TenantTableSkeleton() {
  return (
    <DelayedSkeleton label="Loading tenants">
      <Table label="Tenants, loading">
        <Head />
        <tbody>
          {Array.from({ length: 12 }, (_, index) => (
            <tr key={index}>
              {["w-40", "w-10", "w-44", "w-28", "w-48"].map((width) => (
                <Td key={width}>
                  <Skeleton className={`h-3 ${width} max-w-full`} />
                </Td>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
    </DelayedSkeleton>
  );
}
