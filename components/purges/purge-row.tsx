import Link from "next/link";
import type { MouseEvent } from "react";
import { TenantLink } from "@/components/tenants/tenant-link";
import { Badge } from "@/components/ui/badge";
import { cx } from "@/components/ui/class-names";
import { CopyButton } from "@/components/ui/copy";
import { Td, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { Purge } from "@/lib/schemas/purges";
import { ProofBadge, PurgeStatusBadge, SourceBadge } from "./purge-badges";
import { ScopeText } from "./scope-text";
import { methodVerb, targetsOf } from "./scope-words";
import { TicketText } from "./ticket-text";

/** The address of a purge's receipt. */
export function purgeHref(id: string): string {
  return `/purges/${encodeURIComponent(id)}`;
}

const nothing = <span className="text-faint">None</span>;

/** Cloudflare's answer in a word and its code; what it said is reachable by hover and in the receipt. */
function ResultCell({ purge }: { purge: Purge }) {
  const { result, status } = purge;
  const isClosed = purge.resolution !== null;
  return (
    <span className="flex max-w-full min-w-0 items-center gap-1.5" title={result?.message}>
      <PurgeStatusBadge status={status} closed={isClosed} />
      {result?.code != null && (
        <span
          className={cx(
            "font-mono text-xs text-muted",
            // A failure's code may reach into the free half of the next column; cut, it says nothing.
            isClosed ? "min-w-0 truncate" : "shrink-0",
          )}
        >
          {result.code}
        </span>
      )}
    </span>
  );
}

/** Opens the row's panel on a click, unless the click was meant for something inside the row. */
function isOfRow(event: MouseEvent): boolean {
  const inner = (event.target as Element).closest("a, button, input, [tabindex]");
  const selecting = window.getSelection()?.type === "Range";
  return inner === null && !selecting;
}

function ScopeCell({ purge, onOpen }: { purge: Purge; onOpen: (id: string) => void }) {
  const targets = targetsOf(purge.selector).values;
  const open = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    onOpen(purge.id);
  };
  return (
    <span className="relative flex min-w-0 items-center">
      <Link
        href={purgeHref(purge.id)}
        prefetch={false}
        data-opens-row
        onClick={open}
        aria-label={`Receipt: ${methodVerb[purge.method]} ${targets.join(", ") || "everything"}`}
        className="inline-flex min-h-6 max-w-full min-w-0 items-center hover:text-accent-text hover:underline"
      >
        <ScopeText selector={purge.selector} method={purge.method} />
      </Link>
      {targets.length > 0 && (
        <CopyButton
          value={targets.join("\n")}
          label={targets.length === 1 ? (targets[0] ?? "") : `${targets.length} targets`}
          className="shrink-0 sm:absolute sm:inset-y-0 sm:right-0 sm:my-auto sm:bg-hover [@media(hover:hover)]:opacity-0 [@media(hover:hover)]:group-focus-within/row:opacity-100 [@media(hover:hover)]:group-hover/row:opacity-100"
        />
      )}
    </span>
  );
}

function TenantCell({ purge: { tenant } }: { purge: Purge }) {
  return tenant === null ? <Badge tone="unknown">No tenant</Badge> : <TenantLink tenant={tenant} />;
}

function ActorCell({ actor }: { actor: Purge["actor"] }) {
  return (
    <span
      className="flex max-w-full min-w-0 items-baseline gap-1.5"
      title={actor.role === null ? actor.name : `${actor.name}, ${actor.role} then`}
    >
      <span className="min-w-0 truncate">{actor.name}</span>
      {actor.role !== null && <span className="shrink-0 text-xs text-muted">{actor.role}</span>}
    </span>
  );
}

/** One purge in the feed. Its scope is the link: a plain click opens the panel, any other the page. */
export function PurgeRow({
  purge,
  selected,
  withTenant,
  onOpen,
}: {
  purge: Purge;
  selected: boolean;
  withTenant: boolean;
  onOpen: (id: string) => void;
}) {
  return (
    <Tr
      selected={selected}
      data-purge-row={purge.id}
      onClick={(event) => {
        if (isOfRow(event)) onOpen(purge.id);
      }}
      className="cursor-pointer"
    >
      <Td label="Time">
        <Time value={purge.requestedAt} />
      </Td>
      {withTenant && (
        // In this narrow column the name alone; the slug is in the tooltip and the receipt.
        <Td label="Tenant" className="sm:[&_a>span:last-child]:hidden">
          <TenantCell purge={purge} />
        </Td>
      )}
      <Td label="Scope">
        <ScopeCell purge={purge} onOpen={onOpen} />
      </Td>
      <Td label="Source">
        <SourceBadge source={purge.source} />
      </Td>
      <Td label="Actor">
        <ActorCell actor={purge.actor} />
      </Td>
      <Td label="Reason" className={purge.reason === null ? "max-sm:hidden" : undefined}>
        <span className="block truncate max-sm:whitespace-normal" title={purge.reason ?? undefined}>
          {purge.reason ?? nothing}
        </span>
      </Td>
      <Td label="Ticket" className={purge.ticket === null ? "max-sm:hidden" : undefined}>
        <TicketText ticket={purge.ticket} url={purge.ticketUrl} />
      </Td>
      <Td label="Result">
        <ResultCell purge={purge} />
      </Td>
      <Td label="Attempts" numeric>
        {purge.attemptCount}
      </Td>
      <Td label="Proof">
        <ProofBadge proof={purge.proof} status={purge.status} />
      </Td>
    </Tr>
  );
}
