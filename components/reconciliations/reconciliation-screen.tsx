"use client";

import { useQuery } from "@tanstack/react-query";
import { NotAllowedNotice, ProblemNotice, StaleNotice } from "@/components/shell/problem-notice";
import { useViewer } from "@/components/shell/viewer";
import { EmptyState } from "@/components/ui/empty";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { reconciliationsQuery } from "@/lib/queries/reconciliations";
import { can, rolesWith } from "@/lib/schemas/permissions";
import { AskForm } from "./ask-form";
import { RunList } from "./run-list";

/** What Cloudflare's own audit log knows and the console does not, and the reverse. */
export function ReconciliationScreen() {
  const { role } = useViewer();
  return (
    <>
      <PageHeader
        title="Reconciliation"
        description="The console’s purges beside Cloudflare’s own audit log: what was purged past the console, and what the log does not have."
      />
      {can(role, "desk.read") ? (
        <Runs />
      ) : (
        <NotAllowedNotice what="reconciliation" who={rolesWith("desk.read")} />
      )}
    </>
  );
}

function NoToken() {
  return (
    <Notice tone="unknown" title="There is no token for Cloudflare’s audit log" className="mb-4">
      What was purged past the console is not known. An admin sets{" "}
      <code>CLOUDFLARE_AUDIT_TOKEN</code>, a token of its own with the permission Account Settings
      Read; the token that purges cannot read the log. docs/reconciliation.md has the steps.
    </Notice>
  );
}

function Runs() {
  const query = useQuery(reconciliationsQuery());
  const { environment } = useViewer();
  if (query.isPending) return <SkeletonRows rows={6} />;
  if (query.data === undefined)
    return (
      <ProblemNotice
        title="The reconciliations could not be loaded"
        error={query.error}
        onRetry={() => void query.refetch()}
      />
    );
  const { items, hasToken } = query.data;
  return (
    <>
      <StaleNotice query={query} />
      {!hasToken && <NoToken />}
      {environment.mode === "practice" && (
        <p className="mb-3 max-w-prose text-sm text-muted">
          The practice edge’s log begins when the console starts: of purges before that it knows
          nothing. The history that practice begins with was never sent and is left out. Its{" "}
          {environment.controlUrl === null ? (
            "control page"
          ) : (
            <a className="text-accent-text underline" href={environment.controlUrl}>
              control page
            </a>
          )}{" "}
          sends a purge past the console.
        </p>
      )}
      <AskForm hasToken={hasToken} />
      {items.length === 0 ? (
        <div className="rounded-md border border-hairline bg-panel">
          <EmptyState title="Nothing was compared yet">
            Choose a period and compare. With a token for Cloudflare’s log each day is compared by
            itself, too.
          </EmptyState>
        </div>
      ) : (
        <RunList runs={items} />
      )}
    </>
  );
}
