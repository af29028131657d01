import { Columns2, Eraser } from "lucide-react";
import { CacheStatusBadge } from "@/components/probes/cache-status-badge";
import { meaningBefore } from "@/components/probes/probe-words";
import { Badge } from "@/components/ui/badge";
import { CopyButton } from "@/components/ui/copy";
import { EmptyState } from "@/components/ui/empty";
import { Section } from "@/components/ui/section";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { Probe } from "@/lib/schemas/probes";
import type { TenantDetail } from "@/lib/schemas/tenants";
import { compareHref, PermittedLink, purgeHref } from "./tenant-actions";

type Page = TenantDetail["pages"][number];

function LastSeen({ probe }: { probe: Probe | null }) {
  if (probe === null) return <Badge tone="unknown">Never probed</Badge>;
  if (probe.error !== null)
    return (
      <span title={probe.error}>
        <Badge tone="broken">No answer</Badge>
      </span>
    );
  return <CacheStatusBadge status={probe.cacheStatus} meaning={meaningBefore(probe.cacheStatus)} />;
}

/** What a probe did not bring. A dash would read as nothing; this reads as not known. */
function Missing({ probe, what }: { probe: Probe | null; what: string }) {
  return (
    <span className="text-faint">
      <span aria-hidden>?</span>
      <span className="sr-only">
        {probe === null ? `${what} not known, never probed` : `The answer had no ${what}`}
      </span>
    </span>
  );
}

function PageActions({ tenant, page }: { tenant: TenantDetail; page: Page }) {
  return (
    <span className="flex justify-end gap-1 max-sm:justify-start">
      <PermittedLink
        needs="comparison.run"
        what="run comparisons"
        href={compareHref(tenant.id, page.path)}
        label={`Compare ${page.path}`}
        variant="ghost"
        size="sm"
        icon={<Columns2 aria-hidden />}
      >
        Compare
      </PermittedLink>
      <PermittedLink
        needs="purge.object"
        what="purge"
        href={purgeHref(tenant.id, page.url)}
        label={`Purge ${page.path}`}
        variant="ghost"
        size="sm"
        icon={<Eraser aria-hidden />}
      >
        Purge
      </PermittedLink>
    </span>
  );
}

function Row({ tenant, page }: { tenant: TenantDetail; page: Page }) {
  const probe = page.lastProbe;
  return (
    <Tr>
      <Td label="Page" className="max-w-80">
        <span className="flex min-w-0 items-center gap-0.5">
          <span className="min-w-0 truncate font-mono text-[0.93em]" title={page.url}>
            {page.path}
          </span>
          <CopyButton value={page.url} label={`address of ${page.path}`} />
        </span>
      </Td>
      <Td label="Last seen">
        <LastSeen probe={probe} />
      </Td>
      <Td label="Age" numeric className="whitespace-nowrap">
        {probe === null || probe.age === null ? (
          <Missing probe={probe} what="Age" />
        ) : (
          `${probe.age.toLocaleString("en")} s`
        )}
      </Td>
      <Td label="Data centre" mono>
        {probe === null || probe.colo === null ? (
          <Missing probe={probe} what="data centre" />
        ) : (
          probe.colo
        )}
      </Td>
      <Td label="When">
        {probe === null ? <Missing probe={probe} what="time" /> : <Time value={probe.startedAt} />}
      </Td>
      <Td>
        <PageActions tenant={tenant} page={page} />
      </Td>
    </Tr>
  );
}

/** The tenant's pages with what the last probe of each saw. Looking on costs nothing here. */
export function TenantPages({ tenant }: { tenant: TenantDetail }) {
  return (
    <Section title="Pages" note="Cache state as the last probe saw it" flush>
      {tenant.pages.length === 0 ? (
        <EmptyState title="No pages recorded">
          Pages are listed per tenant in the import file. A purge by tag or URL works without them.
        </EmptyState>
      ) : (
        <Table label="Pages" stacked>
          <thead>
            <tr>
              <Th>Page</Th>
              <Th>Last seen</Th>
              <Th numeric>Age then</Th>
              <Th>Data centre</Th>
              <Th>When</Th>
              <Th>
                <span className="sr-only">Actions</span>
              </Th>
            </tr>
          </thead>
          <tbody>
            {tenant.pages.map((page) => (
              <Row key={page.url} tenant={tenant} page={page} />
            ))}
          </tbody>
        </Table>
      )}
    </Section>
  );
}
