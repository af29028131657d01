import Link from "next/link";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { FailureWhy } from "@/components/failures/failure-why";
import { SourceBadge } from "@/components/purges/purge-badges";
import { ScopeText } from "@/components/purges/scope-text";
import { TenantLink } from "@/components/tenants/tenant-link";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { Overview } from "@/lib/schemas/overview";
import type { Purge } from "@/lib/schemas/purges";

/** How many are shown before the rest is folded away: the chart below must stay in reach. */
const few = 6;

function Row({ purge }: { purge: Purge }) {
  return (
    <Tr>
      <Td label="Failed">
        <Time value={purge.finishedAt ?? purge.requestedAt} />
      </Td>
      <Td label="Tenant" className="max-w-64">
        <TenantLink tenant={purge.tenant} />
      </Td>
      <Td label="Scope" className="max-w-64 min-w-56">
        <ScopeText
          selector={purge.selector}
          method={purge.method}
          environment={purge.environmentName}
        />
      </Td>
      <Td label="Source" className="max-sm:hidden">
        <SourceBadge source={purge.source} />
      </Td>
      <Td label="Why">
        <FailureWhy purge={purge} />
      </Td>
      <Td label="Attempts" numeric className="max-sm:hidden">
        {purge.attemptCount}
      </Td>
      <Td className="text-right">
        <Link
          href={`/purges/${purge.id}`}
          className="inline-flex min-h-6 items-center text-accent-text underline"
        >
          Receipt
          <span className="sr-only"> of the purge of {purge.tenant?.name ?? purge.zone.name}</span>
        </Link>
      </Td>
    </Tr>
  );
}

function Rows({ purges }: { purges: Purge[] }) {
  return (
    <Table label="Failed purges" stacked>
      <thead>
        <tr>
          <Th>Failed</Th>
          <Th>Tenant</Th>
          <Th>Scope</Th>
          <Th>Source</Th>
          <Th>Why</Th>
          <Th numeric>Attempts</Th>
          <Th>
            <span className="sr-only">Open</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {purges.map((purge) => (
          <Row key={purge.id} purge={purge} />
        ))}
      </tbody>
    </Table>
  );
}

/** Purges that were given up and that nobody has closed. Each stays here until somebody does. */
export function Failures({ overview }: { overview: Overview }) {
  const { failures, failureCount } = overview;
  const [all, setAll] = useQueryState("failures", parseAsStringLiteral(["all"]));
  const shown = all === null ? failures.slice(0, few) : failures;
  const folded = failures.length - shown.length;
  const more = failureCount - failures.length;
  return (
    <Section
      id="failures"
      title="Failed purges that need a person"
      actions={
        failureCount > 0 && (
          <Link
            href="/failures"
            className="inline-flex min-h-6 items-center text-sm text-accent-text underline"
          >
            All {failureCount.toLocaleString("en")}: retry or close
          </Link>
        )
      }
      flush
    >
      {failures.length === 0 ? (
        <p className="px-3 py-3 text-muted">
          None. Every purge was accepted, waits for its turn, was cancelled, or was closed by
          somebody.
        </p>
      ) : (
        <Rows purges={shown} />
      )}
      {folded > 0 && (
        <div className="px-3 py-2">
          <Button size="sm" onClick={() => void setAll("all")}>
            Show {folded} more
          </Button>
        </div>
      )}
      {folded === 0 && more > 0 && (
        <p className="px-3 py-2 text-sm">
          <Link href="/failures" className="text-accent-text underline">
            {more.toLocaleString("en")} more, older
          </Link>
        </p>
      )}
    </Section>
  );
}
