"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { useViewer } from "@/components/shell/viewer";
import { Badge } from "@/components/ui/badge";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { settingHistoryQuery } from "@/lib/queries/audit";
import type { AuditEntry, SettingKind } from "@/lib/schemas/audit";
import { can, rolesWith } from "@/lib/schemas/permissions";
import { rolesInWords } from "@/components/purges/purge-words";
import { recordedChanges } from "./recorded-changes";

function Entry({ entry }: { entry: AuditEntry }) {
  const changes = recordedChanges(entry);
  return (
    <li className="py-2 wrap-anywhere">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <Time value={entry.at} />
        <span>{entry.summary}</span>
        {entry.outcome === "refused" && <Badge tone="old">Refused</Badge>}
      </p>
      {entry.reason !== null && <p className="text-sm text-muted">“{entry.reason}”</p>}
      {changes.length > 0 && (
        <ul className="text-sm text-muted" aria-label="What changed">
          {changes.map(({ part, before, after }) => (
            <li key={part}>
              {part}: {before} → <strong className="font-medium text-text">{after}</strong>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

/** What the audit record says of one setting: who changed it, when, from what to what, and who was refused. */
export function SettingHistory({ kind, id = null }: { kind: SettingKind; id?: string | null }) {
  const { role } = useViewer();
  const allowed = can(role, "audit.read");
  const query = useQuery({ ...settingHistoryQuery(kind, id), enabled: allowed });
  if (!allowed)
    return (
      <p className="text-muted">
        It is in the audit record, which {rolesInWords(rolesWith("audit.read"))} may read.
      </p>
    );
  if (query.isPending) return <SkeletonRows rows={3} />;
  if (query.data === undefined)
    return (
      <ProblemNotice
        title="The history could not be loaded"
        error={query.error}
        onRetry={() => void query.refetch()}
      />
    );
  const { items, nextCursor } = query.data;
  if (items.length === 0)
    return <p className="text-muted">The audit record has no entry about it.</p>;
  return (
    <>
      <ol className="divide-y divide-hairline">
        {items.map((entry) => (
          <Entry key={entry.id} entry={entry} />
        ))}
      </ol>
      {nextCursor !== null && (
        <p className="text-sm text-muted">
          The newest {items.length} entries. All of them are in the{" "}
          <Link className="text-accent-text underline" href="/audit">
            audit record
          </Link>
          .
        </p>
      )}
    </>
  );
}
