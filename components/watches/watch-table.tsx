import { CacheStatusBadge } from "@/components/probes/cache-status-badge";
import { meaningBefore } from "@/components/probes/probe-words";
import { TenantLink } from "@/components/tenants/tenant-link";
import { Badge } from "@/components/ui/badge";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { WatchedPage } from "@/lib/schemas/watches";
import { SeenStrip } from "./seen-strip";
import { rateOf, sumOf } from "./watch-sums";

function Now({ page: { seen, last } }: { page: WatchedPage }) {
  const status = seen.at(-1);
  if (status === undefined || last === null) return <Badge tone="unknown">Not probed yet</Badge>;
  if (last.error !== null)
    return (
      <span title={last.error}>
        <Badge tone="broken">No answer</Badge>
      </span>
    );
  const known = status === "NONE" ? null : status;
  // In a watch a HIT is the good news: nobody says here which copy it ought to be.
  const meaning = known === "HIT" ? "fresh" : meaningBefore(known);
  return <CacheStatusBadge status={known} meaning={meaning} />;
}

function Row({ page }: { page: WatchedPage }) {
  const { tenant, path, url, seen, last } = page;
  const sums = sumOf([page]);
  return (
    <Tr>
      <Td label="Tenant">
        <TenantLink tenant={tenant} />
      </Td>
      <Td label="Page" mono>
        <span className="block truncate" title={url}>
          {path}
        </span>
      </Td>
      <Td label="Now">
        <Now page={page} />
        {last?.httpStatus != null && last.httpStatus >= 300 && (
          <span className="ml-1.5 text-xs text-muted">HTTP {last.httpStatus}</span>
        )}
      </Td>
      <Td label="Age" numeric>
        {last?.age == null ? <span className="text-muted">–</span> : `${last.age} s`}
      </Td>
      <Td label="Colo" mono>
        {last?.colo ?? <Badge tone="unknown">Not told</Badge>}
      </Td>
      <Td label="Answers so far">
        <SeenStrip seen={seen} />
      </Td>
      <Td label="Hits" numeric>
        {rateOf(sums) ?? <span className="text-muted">none counted</span>}
        {sums.counted > 0 && (
          <span className="ml-1 text-xs text-muted">
            {sums.hits}/{sums.counted}
          </span>
        )}
      </Td>
    </Tr>
  );
}

/** The watched pages, one a row: the newest answer, those before it, and the running hit rate. */
export function WatchTable({ pages }: { pages: readonly WatchedPage[] }) {
  return (
    <Table label="Watched pages" stacked className="sm:min-w-[60rem] sm:table-fixed">
      <thead>
        <tr>
          <Th className="w-[15%]">Tenant</Th>
          <Th className="w-[21%]">Page</Th>
          <Th className="w-32">Now</Th>
          <Th className="w-18" numeric>
            Age
          </Th>
          <Th className="w-22">Colo</Th>
          <Th>Answers so far, the newest at the right</Th>
          <Th className="w-28" numeric>
            Hits
          </Th>
        </tr>
      </thead>
      <tbody>
        {pages.map((page) => (
          <Row key={`${page.tenant.id} ${page.path}`} page={page} />
        ))}
      </tbody>
    </Table>
  );
}
