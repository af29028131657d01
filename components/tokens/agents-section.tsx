import { useQuery } from "@tanstack/react-query";
import { CircleCheck, MapPin } from "lucide-react";
import { ProblemNotice, StaleNotice } from "@/components/shell/problem-notice";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty";
import { Section } from "@/components/ui/section";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { probeAgentsQuery } from "@/lib/queries/probe-agents";
import type { ProbeAgent } from "@/lib/schemas/probe-tasks";

/** Who probes for the console from elsewhere, from which data centres, and how to have one more. */
export function AgentsSection() {
  return (
    <Section
      flush
      title="Probe agents"
      note="Probe from elsewhere, so that a verdict can speak of more than one data centre."
    >
      <Agents />
    </Section>
  );
}

function Agents() {
  const query = useQuery(probeAgentsQuery());
  if (query.isPending) return <SkeletonRows rows={2} />;
  if (query.data === undefined)
    return (
      <ProblemNotice
        title="The probe agents could not be loaded"
        error={query.error}
        onRetry={() => void query.refetch()}
      />
    );
  const { items } = query.data;
  return (
    <>
      <StaleNotice query={query} />
      {items.length === 0 ? <NoAgent /> : <AgentTable agents={items} />}
    </>
  );
}

function NoAgent() {
  return (
    <EmptyState title="Every verdict speaks of the one data centre that the console reaches">
      To hear from another, make a token that may probe and start <code>npm run probe-agent</code>{" "}
      with it on a machine elsewhere, with <code>CONSOLE_URL</code>, <code>PROBE_AGENT_TOKEN</code>{" "}
      and <code>PROBE_AGENT_PLACE</code> set. It asks the console for work: nothing has to reach
      that machine.
    </EmptyState>
  );
}

function StateBadge({ state }: { state: ProbeAgent["state"] }) {
  if (state === "ended") return <Badge tone="outside">Token ended</Badge>;
  if (state === "silent") return <Badge tone="old">Silent</Badge>;
  return (
    <Badge tone="neutral" icon={<CircleCheck aria-hidden />}>
      Active
    </Badge>
  );
}

function AgentTable({ agents }: { agents: ProbeAgent[] }) {
  return (
    <Table label="Probe agents" stacked className="sm:min-w-[48rem] sm:table-fixed">
      <thead>
        <tr>
          <Th className="w-[38%]">Place and token</Th>
          <Th>Data centres seen</Th>
          <Th className="w-40">Last asked for work</Th>
          <Th className="w-32">State</Th>
        </tr>
      </thead>
      <tbody>
        {agents.map(({ tokenId, name, place, colos, lastSeenAt, state, variants }) => (
          <Tr key={tokenId}>
            <Td label="Place">
              <span className="flex min-w-0 flex-col">
                <span className="flex min-w-0 items-center gap-1.5 font-medium">
                  <MapPin aria-hidden className="size-3.5 shrink-0 text-muted" />
                  <span className="min-w-0 truncate" title={place}>
                    {place}
                  </span>
                </span>
                <span className="truncate text-xs text-muted" title={name}>
                  {name}
                </span>
              </span>
            </Td>
            <Td label="Data centres seen">
              {colos.length === 0 ? (
                <span className="text-muted">None yet</span>
              ) : (
                <span className="font-mono">{colos.join(", ")}</span>
              )}
              {!variants && (
                <span className="block text-xs text-muted">
                  Default variants only: an older agent
                </span>
              )}
            </Td>
            <Td label="Last asked for work">
              <Time value={lastSeenAt} />
            </Td>
            <Td label="State">
              <StateBadge state={state} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
