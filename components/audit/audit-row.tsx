import { Ban, Check, ChevronDown, ChevronRight } from "lucide-react";
import Link from "next/link";
import { comparisonHref } from "@/components/comparisons/comparison-brief";
import { purgeHref } from "@/components/purges/purge-href";
import { tenantHref } from "@/components/tenants/tenant-link";
import { Badge } from "@/components/ui/badge";
import { Copyable } from "@/components/ui/copy";
import { KeyValue, KeyValues } from "@/components/ui/key-value";
import { Td, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { AuditEntry } from "@/lib/schemas/audit";
import { actionInWords } from "./audit-words";

/** Where the thing that an entry is about is shown; null: nowhere. */
function subjectHref({ kind, id }: AuditEntry["subject"]): string | null {
  if (id === null) return null;
  if (kind === "purge") return purgeHref(id);
  if (kind === "comparison") return comparisonHref(id);
  return kind === "tenant" ? tenantHref(id) : null;
}

/** Recorded JSON with line breaks; as it is when it is none. */
function pretty(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}

function Json({ text }: { text: string }) {
  return (
    <pre className="overflow-x-auto font-mono text-xs leading-5 whitespace-pre-wrap">
      {pretty(text)}
    </pre>
  );
}

/** Why an entry has no address. */
function noAddress({ actor }: AuditEntry): string {
  return actor.kind === "system" ? "None: the console did it by itself" : "Not known";
}

function Outcome({ outcome }: { outcome: AuditEntry["outcome"] }) {
  return outcome === "done" ? (
    <Badge tone="neutral" icon={<Check aria-hidden />}>
      Done
    </Badge>
  ) : (
    <Badge tone="old" icon={<Ban aria-hidden />}>
      Refused
    </Badge>
  );
}

/** One entry of the record; open, it shows everything that was recorded. */
export function AuditRow({
  entry,
  open,
  onToggle,
}: {
  entry: AuditEntry;
  open: boolean;
  onToggle: () => void;
}) {
  const Arrow = open ? ChevronDown : ChevronRight;
  return (
    <>
      <Tr selected={open}>
        <Td label="Time">
          <Time value={entry.at} />
        </Td>
        <Td label="Actor">
          <span className="flex min-w-0 items-baseline gap-1.5">
            <span className="min-w-0 truncate" title={entry.actor.name}>
              {entry.actor.name}
            </span>
            {entry.actor.role !== null && (
              <span className="shrink-0 text-xs text-muted">{entry.actor.role}</span>
            )}
          </span>
        </Td>
        <Td label="Action">
          <span className="block truncate" title={entry.action}>
            {actionInWords(entry.action)}
          </span>
        </Td>
        <Td label="Outcome">
          <Outcome outcome={entry.outcome} />
        </Td>
        <Td label="What">
          <button
            type="button"
            aria-expanded={open}
            onClick={onToggle}
            className="flex min-h-6 max-w-full min-w-0 items-center gap-1 text-left hover:text-accent-text"
          >
            <Arrow aria-hidden className="size-3.5 shrink-0 text-muted" />
            <span className="min-w-0 truncate max-sm:whitespace-normal">{entry.summary}</span>
          </button>
        </Td>
      </Tr>
      {open && (
        <tr>
          <Td colSpan={5} className="bg-raised">
            <Everything entry={entry} />
          </Td>
        </tr>
      )}
    </>
  );
}

function Changes({ entry }: { entry: AuditEntry }) {
  return (
    <>
      {entry.before !== null && (
        <KeyValue label="Before">
          <Json text={entry.before} />
        </KeyValue>
      )}
      {entry.after !== null && (
        <KeyValue label="After">
          <Json text={entry.after} />
        </KeyValue>
      )}
    </>
  );
}

/** Where an entry came from, and where it stands. */
function Origin({ entry }: { entry: AuditEntry }) {
  return (
    <>
      <KeyValue label="Address">
        {entry.address === null ? (
          <span className="text-muted">{noAddress(entry)}</span>
        ) : (
          <Copyable value={entry.address} label="address" />
        )}
      </KeyValue>
      <KeyValue label="Request id">
        <Copyable value={entry.requestId} label="request id" />
      </KeyValue>
      <KeyValue label="Entry id">
        <Copyable value={entry.id} label="entry id" />
      </KeyValue>
      <KeyValue label="In the chain">
        {entry.seq === null ? (
          <span className="text-muted">Not yet: it takes about a second</span>
        ) : (
          `Entry ${entry.seq.toLocaleString("en")}`
        )}
      </KeyValue>
    </>
  );
}

function Everything({ entry }: { entry: AuditEntry }) {
  const href = subjectHref(entry.subject);
  const subject = `${entry.subject.kind}${entry.subject.id === null ? "" : ` ${entry.subject.id}`}`;
  return (
    <div className="w-full min-w-0 py-1">
      <KeyValues>
        <KeyValue label="What">{entry.summary}</KeyValue>
        <KeyValue label="When">
          <Time value={entry.at} mode="absolute" />
        </KeyValue>
        <KeyValue label="Action">
          <span className="font-mono text-[0.93em]">{entry.action}</span>
        </KeyValue>
        <KeyValue label="About">
          {href === null ? (
            subject
          ) : (
            <Link href={href} className="font-mono text-[0.93em] text-accent-text underline">
              {subject}
            </Link>
          )}
        </KeyValue>
        {entry.tenantId !== null && (
          <KeyValue label="Tenant">
            <Link href={tenantHref(entry.tenantId)} className="text-accent-text underline">
              {entry.tenantId}
            </Link>
          </KeyValue>
        )}
        {entry.reason !== null && <KeyValue label="Reason">{entry.reason}</KeyValue>}
        {entry.ticket !== null && (
          <KeyValue label="Ticket">
            <Copyable value={entry.ticket} label="ticket" />
          </KeyValue>
        )}
        <Changes entry={entry} />
        <Origin entry={entry} />
        <KeyValue label="Details">
          <Json text={entry.details} />
        </KeyValue>
      </KeyValues>
    </div>
  );
}
