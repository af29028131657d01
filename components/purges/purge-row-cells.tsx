import { X } from "lucide-react";
import Link from "next/link";
import type { MouseEvent } from "react";
import { useViewer } from "@/components/shell/viewer";
import { TenantLink } from "@/components/tenants/tenant-link";
import { Badge } from "@/components/ui/badge";
import { cx } from "@/components/ui/class-names";
import { CopyButton } from "@/components/ui/copy";
import { Td } from "@/components/ui/table";
import { useSecondsUntil } from "@/components/ui/time";
import type { useCancelPurge } from "@/lib/queries/purges";
import type { Purge } from "@/lib/schemas/purges";
import { CancelButton } from "./cancel-button";
import { LateBadge, ProofBadge, PurgeStatusBadge, SourceBadge } from "./purge-badges";
import { purgeHref } from "./purge-href";
import { mayPurge } from "./purge-rights";
import { purgeTitle } from "./purge-title";
import { reportedInWords } from "./purge-words";
import { ScopeText } from "./scope-text";
import { methodVerb, targetsOf } from "./scope-words";
import { TicketText } from "./ticket-text";

const nothing = <span className="text-faint">None</span>;

/** While the grace period runs: how many seconds are left. */
function GraceLeft({ until }: { until: string }) {
  const seconds = useSecondsUntil(Date.parse(until)) ?? 0;
  if (seconds === 0) return null;
  return <span className="text-xs whitespace-nowrap text-muted tabular">{seconds} s</span>;
}

/** Cloudflare's answer in a word and its code; what it said is reachable by hover and in the receipt. */
export function ResultCell({ purge }: { purge: Purge }) {
  const { result, status, late, scheduledFor, attemptCount } = purge;
  const isClosed = purge.resolution !== null;
  return (
    <span className="flex max-w-full min-w-0 items-center gap-1.5" title={result?.message}>
      <PurgeStatusBadge status={status} closed={isClosed} />
      {late && <LateBadge />}
      {scheduledFor !== null && attemptCount === 0 && <GraceLeft until={scheduledFor} />}
      {result?.code != null && (
        <span
          className={cx(
            "font-mono text-xs text-muted",
            // A failure's code may reach into the free half of the next column; cut, it says nothing.
            isClosed || late ? "sm:hidden" : "shrink-0",
          )}
        >
          {result.code}
        </span>
      )}
    </span>
  );
}

/** What a probe has shown; before anything was sent, the way to have it not sent at all. */
export function ProofCell({
  purge,
  cancel,
}: {
  purge: Purge;
  cancel: ReturnType<typeof useCancelPurge>;
}) {
  const { role } = useViewer();
  if (!purge.cancellable || !mayPurge(role, purge))
    return <ProofBadge proof={purge.proof} status={purge.status} />;
  return (
    <CancelButton
      purge={purge}
      cancel={cancel}
      size="sm"
      className="-my-1"
      label={`Cancel: ${purgeTitle(purge)}`}
      icon={<X aria-hidden />}
      onFocusLost={() => rowLink(purge.id)?.focus()}
    >
      Cancel
    </CancelButton>
  );
}

function rowLink(id: string): HTMLElement | null {
  return document.querySelector(`[data-purge-row="${CSS.escape(id)}"] a[data-opens-row]`);
}

/** What it names, as the link that opens the row: a plain click opens the panel, any other the page. */
export function ScopeCell({ purge, onOpen }: { purge: Purge; onOpen: (id: string) => void }) {
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
        <ScopeText
          selector={purge.selector}
          method={purge.method}
          environment={purge.environmentName}
        />
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

/** Whose it is. */
export function TenantCell({ purge: { tenant, tenantCount } }: { purge: Purge }) {
  if (tenant === null && tenantCount > 1) {
    return <span className="font-medium whitespace-nowrap">{tenantCount} tenants</span>;
  }
  return tenant === null ? <Badge tone="unknown">No tenant</Badge> : <TenantLink tenant={tenant} />;
}

function actorTitle({ actor, onBehalfOf }: Pick<Purge, "actor" | "onBehalfOf">): string {
  if (onBehalfOf !== null) return `${actor.name}, for ${onBehalfOf}`;
  return actor.role === null ? actor.name : `${actor.name}, ${actor.role} then`;
}

/** Who asked for it, and as what; of a report, that the console did not send it. */
export function ActorCell({ purge }: { purge: Pick<Purge, "actor" | "onBehalfOf" | "reported"> }) {
  const { actor } = purge;
  const reported = reportedInWords(purge);
  return (
    <span
      className="flex max-w-full min-w-0 items-baseline gap-1.5"
      title={reported ?? actorTitle(purge)}
    >
      <span className="min-w-0 truncate">{actor.name}</span>
      {actor.role !== null && <span className="shrink-0 text-xs text-muted">{actor.role}</span>}
      {purge.onBehalfOf !== null && (
        <span className="min-w-0 truncate text-xs text-muted">for {purge.onBehalfOf}</span>
      )}
      {reported !== null && (
        <span className="shrink-0 text-xs text-muted">
          reported<span className="sr-only">: {reported}</span>
        </span>
      )}
    </span>
  );
}

/** What caused it: source, person or service, reason, ticket. */
export function WhyCells({ purge }: { purge: Purge }) {
  return (
    <>
      <Td label="Source">
        <SourceBadge source={purge.source} />
      </Td>
      <Td label="Actor">
        <ActorCell purge={purge} />
      </Td>
      <Td label="Reason" className={purge.reason === null ? "max-sm:hidden" : undefined}>
        <span className="block truncate max-sm:whitespace-normal" title={purge.reason ?? undefined}>
          {purge.reason ?? nothing}
        </span>
      </Td>
      <Td label="Ticket" className={purge.ticket === null ? "max-sm:hidden" : undefined}>
        <TicketText ticket={purge.ticket} url={purge.ticketUrl} />
      </Td>
    </>
  );
}
