"use client";

import { useQuery } from "@tanstack/react-query";
import { ProblemNotice, StaleNotice } from "@/components/shell/problem-notice";
import { EmptyState } from "@/components/ui/empty";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { canariesQuery } from "@/lib/queries/canaries";
import type { CanaryList } from "@/lib/schemas/canaries";
import { CanarySection } from "./canary-section";

function Without({ without, withoutCount, items }: CanaryList) {
  if (withoutCount === 0) return null;
  const names = without.map(({ name }) => name);
  const more = withoutCount - names.length;
  const list = new Intl.ListFormat("en-GB").format([
    ...names,
    ...(more > 0 ? [`${more} more`] : []),
  ]);
  const how = (
    <>
      A canary needs a test tenant, a control and a page of both: <code>canary</code> of the zone in
      the import file, or <code>PUT /api/v1/zones/{"{id}"}</code>. docs/canary.md has the format.
    </>
  );
  return items.length === 0 ? (
    <div className="rounded-md border border-hairline bg-panel">
      <EmptyState title="No zone has a canary">{how}</EmptyState>
    </div>
  ) : (
    <p className="text-sm text-muted">
      Not tested at all: {list}. {how}
    </p>
  );
}

/** What is proven of each zone's tag plan by a test tenant, and since when. */
export function CanaryScreen() {
  const query = useQuery(canariesQuery());
  return (
    <>
      <PageHeader
        title="Canary"
        description="A test tenant is edited and purged, and its control looked at: does each row of the tag plan still do what it says, and no more?"
        actions={<StaleNotice query={query} />}
      />
      {query.data === undefined && query.error !== null && (
        <ProblemNotice
          title="The canaries could not be loaded"
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      )}
      {query.isPending && <SkeletonRows rows={5} />}
      {query.data !== undefined && (
        <div className="flex flex-col gap-4">
          {query.data.items.map((canary) => (
            <CanarySection key={canary.zone.id} canary={canary} />
          ))}
          <Without {...query.data} />
        </div>
      )}
    </>
  );
}
