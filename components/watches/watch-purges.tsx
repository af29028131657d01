import Link from "next/link";
import { purgeHref } from "@/components/purges/purge-href";
import { ProofBadge, PurgeStatusBadge, SourceBadge } from "@/components/purges/purge-badges";
import { ScopeText } from "@/components/purges/scope-text";
import { Section } from "@/components/ui/section";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { Purge } from "@/lib/schemas/purges";

function Row({ purge }: { purge: Purge }) {
  return (
    <Tr>
      <Td label="Time">
        <Time value={purge.requestedAt} mode="clock" />
      </Td>
      <Td label="Tenant">{purge.tenant?.slug}</Td>
      <Td label="Scope">
        <Link
          href={purgeHref(purge.id)}
          className="inline-flex min-h-6 max-w-full min-w-0 items-center hover:text-accent-text hover:underline"
        >
          <ScopeText
            selector={purge.selector}
            method={purge.method}
            environment={purge.environmentName}
          />
        </Link>
      </Td>
      <Td label="Source">
        <SourceBadge source={purge.source} />
      </Td>
      <Td label="Result">
        <PurgeStatusBadge status={purge.status} closed={purge.resolution !== null} />
      </Td>
      <Td label="Proof">
        <ProofBadge proof={purge.proof} status={purge.status} />
      </Td>
    </Tr>
  );
}

/** Purges of the watched tenants while they are watched: a cold answer may be their doing. */
export function WatchPurges({ purges }: { purges: readonly Purge[] }) {
  return (
    <Section
      title="Purges meanwhile"
      note="Of these tenants, from a minute before the start"
      flush={purges.length > 0}
    >
      {purges.length === 0 ? (
        <p className="text-muted">None is on record.</p>
      ) : (
        <Table label="Purges meanwhile" stacked>
          <thead>
            <tr>
              <Th>Time</Th>
              <Th>Tenant</Th>
              <Th>Scope</Th>
              <Th>Source</Th>
              <Th>Result</Th>
              <Th>Proof</Th>
            </tr>
          </thead>
          <tbody>
            {purges.map((purge) => (
              <Row key={purge.id} purge={purge} />
            ))}
          </tbody>
        </Table>
      )}
    </Section>
  );
}
