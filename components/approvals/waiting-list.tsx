"use client";

import { ScopeText } from "@/components/purges/scope-text";
import { rolesInWords } from "@/components/purges/purge-words";
import { TenantLink } from "@/components/tenants/tenant-link";
import { Button } from "@/components/ui/button";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { Approval } from "@/lib/schemas/approvals";

function Row({ approval, onOpen }: { approval: Approval; onOpen: () => void }) {
  const { purge, requestedBy, expiresAt, whyNot, whoCan } = approval;
  return (
    <Tr>
      <Td label="Asked">
        <Time value={purge.requestedAt} />
      </Td>
      <Td label="Scope" className="max-w-72 min-w-52">
        <ScopeText
          selector={purge.selector}
          method={purge.method}
          environment={purge.environmentName}
        />
      </Td>
      <Td label="Tenant" className="max-w-56">
        <TenantLink tenant={purge.tenant} />
      </Td>
      <Td label="Asked by, and why" className="max-w-md min-w-56 wrap-anywhere">
        <span className="block">
          {requestedBy}
          {purge.ticket !== null && (
            <span className="font-mono text-[0.93em]"> {purge.ticket}</span>
          )}
        </span>
        <span className="text-muted">{purge.reason}</span>
      </Td>
      <Td label="Expires">
        <Time value={expiresAt} />
      </Td>
      <Td className="text-right">
        <Button size="sm" variant={whyNot === null ? "primary" : "secondary"} onClick={onOpen}>
          {whyNot === null ? "Look and decide" : "Look"}
          <span className="sr-only">
            {" "}
            at what {requestedBy} asked for; {rolesInWords(whoCan)} may decide
          </span>
        </Button>
      </Td>
    </Tr>
  );
}

/** What waits for a second person: who asked, why, and until when. */
export function WaitingList({
  approvals,
  onOpen,
}: {
  approvals: readonly Approval[];
  onOpen: (purgeId: string) => void;
}) {
  return (
    <Table label="Waiting for a second person" stacked>
      <thead>
        <tr>
          <Th>Asked</Th>
          <Th>Scope</Th>
          <Th>Tenant</Th>
          <Th>Asked by, and why</Th>
          <Th>Expires</Th>
          <Th>
            <span className="sr-only">Decide</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {approvals.map((one) => (
          <Row key={one.purge.id} approval={one} onOpen={() => onOpen(one.purge.id)} />
        ))}
      </tbody>
    </Table>
  );
}
