"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { ProblemNotice, StaleNotice } from "@/components/shell/problem-notice";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { zonesQuery } from "@/lib/queries/zones";
import type { ZoneSummary } from "@/lib/schemas/zones";
import { tagPlanHref, zoneHref } from "./zone-href";

function Row({ zone }: { zone: ZoneSummary }) {
  return (
    <Tr>
      <Td label="Zone" className="font-medium">
        <Link
          className="inline-flex min-h-6 items-center text-accent-text underline wrap-anywhere"
          href={zoneHref(zone.id)}
        >
          {zone.name}
        </Link>
      </Td>
      <Td label="Plan">{zone.plan}</Td>
      <Td label="Tenants" numeric>
        {zone.tenants.toLocaleString("en")}
      </Td>
      <Td label="Tag plan">
        <Link
          className="inline-flex min-h-6 items-center text-accent-text underline"
          href={tagPlanHref(zone.id)}
        >
          {zone.patterns === 1 ? "1 line" : `${zone.patterns} lines`}
        </Link>
      </Td>
      <Td label="Origin">{zone.hasOrigin ? "told" : <Badge tone="unknown">Not told</Badge>}</Td>
      <Td label="Canary">{zone.hasCanary ? "yes" : "none"}</Td>
      <Td label="Changed">
        <Time value={zone.updatedAt} />
      </Td>
    </Tr>
  );
}

/** The zones of the deployment, each with its set-up and its tag plan. */
export function ZonesScreen() {
  const query = useQuery(zonesQuery());
  const { data } = query;
  return (
    <>
      <PageHeader
        title="Zones"
        description="The domains at Cloudflare that tenants are served from. What a zone says here decides how its pages are purged and probed."
      />
      {query.isPending && <SkeletonRows rows={4} />}
      {query.isError && data === undefined && (
        <ProblemNotice
          title="The zones could not be loaded"
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      )}
      {data !== undefined && (
        <div className="flex flex-col gap-3">
          <StaleNotice query={query} />
          <div className="rounded-md border border-hairline bg-panel">
            {data.items.length === 0 ? (
              <EmptyState title="No zones yet">
                Load them with <code className="font-mono text-sm">npm run import</code>, or by{" "}
                <code className="font-mono text-sm">PUT /api/v1/zones/&#123;id&#125;</code>.
              </EmptyState>
            ) : (
              <Table label="Zones" stacked>
                <thead>
                  <tr>
                    <Th>Zone</Th>
                    <Th>Plan</Th>
                    <Th numeric>Tenants</Th>
                    <Th>Tag plan</Th>
                    <Th>Origin</Th>
                    <Th>Canary</Th>
                    <Th>Changed</Th>
                  </tr>
                </thead>
                <tbody>
                  {data.items.map((zone) => (
                    <Row key={zone.id} zone={zone} />
                  ))}
                </tbody>
              </Table>
            )}
          </div>
          {data.more && (
            <p className="text-sm text-muted">Only the first {data.items.length} are listed.</p>
          )}
        </div>
      )}
    </>
  );
}
