import { askWhyHref } from "@/components/diagnoses/diagnosis-href";
import { CacheStatusBadge } from "@/components/probes/cache-status-badge";
import { FindingList } from "@/components/probes/finding-list";
import { meaningBefore } from "@/components/probes/probe-words";
import { Badge } from "@/components/ui/badge";
import { CopyButton } from "@/components/ui/copy";
import { EmptyState } from "@/components/ui/empty";
import { Section } from "@/components/ui/section";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { Probe } from "@/lib/schemas/probes";
import type { TenantDetail } from "@/lib/schemas/tenants";
import { PageSetup } from "./page-setup";
import { compareHref, PermittedLink, purgeHref } from "./tenant-actions";

type Page = TenantDetail["pages"][number];

/** What a probe did not bring: said as not known, never an empty cell. */
function orUnknown(value: string | null) {
  return value ?? <Badge tone="unknown">Not told</Badge>;
}

function LastSeen({ probe }: { probe: Probe | null }) {
  if (probe === null)
    return (
      <Td label="Last seen" colSpan={4}>
        <Badge tone="unknown">Never probed</Badge>
      </Td>
    );
  return (
    <>
      <Td label="Last seen">
        {probe.error === null ? (
          <CacheStatusBadge status={probe.cacheStatus} meaning={meaningBefore(probe.cacheStatus)} />
        ) : (
          <span title={probe.error}>
            <Badge tone="broken">No answer</Badge>
          </span>
        )}
      </Td>
      <Td label="Age then" numeric className="whitespace-nowrap">
        {orUnknown(probe.age === null ? null : `${probe.age.toLocaleString("en")} s`)}
      </Td>
      <Td label="Colo" mono>
        {orUnknown(probe.colo)}
      </Td>
      <Td label="When" className="whitespace-nowrap">
        <Time value={probe.startedAt} />
      </Td>
    </>
  );
}

function PageActions({ tenant, page }: { tenant: TenantDetail; page: Page }) {
  return (
    <span className="flex justify-end gap-1 max-sm:-ml-2 max-sm:justify-start">
      <PermittedLink
        needs="diagnosis.run"
        what="ask why a page is stale"
        href={askWhyHref(tenant.id, page.url)}
        label={`Why is ${page.path} stale?`}
        variant="ghost"
        size="sm"
      >
        Why stale?
      </PermittedLink>
      <PermittedLink
        needs="comparison.run"
        what="run comparisons"
        href={compareHref(tenant.id, page.path)}
        label={`Compare ${page.path}`}
        variant="ghost"
        size="sm"
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
      >
        Purge
      </PermittedLink>
    </span>
  );
}

function Row({ tenant, page }: { tenant: TenantDetail; page: Page }) {
  return (
    <Tr>
      <Td label="Page" className="max-w-80">
        <span className="flex min-w-0 items-center gap-0.5">
          <span className="min-w-0 truncate font-mono text-[0.93em]" title={page.url}>
            {page.path}
          </span>
          <CopyButton value={page.url} label={`address of ${page.path}`} quiet />
        </span>
        <PageSetup page={page} />
        <FindingList findings={page.lastProbe?.findings ?? []} label={`Findings on ${page.path}`} />
      </Td>
      <LastSeen probe={page.lastProbe} />
      <Td>
        <PageActions tenant={tenant} page={page} />
      </Td>
    </Tr>
  );
}

/** The tenant's pages with what the last probe of each saw. */
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
              <Th>Colo</Th>
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
