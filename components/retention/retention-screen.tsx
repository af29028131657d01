"use client";

import { useQuery } from "@tanstack/react-query";
import { NotAllowedNotice, ProblemNotice, StaleNotice } from "@/components/shell/problem-notice";
import { useViewer } from "@/components/shell/viewer";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { retentionQuery } from "@/lib/queries/retention";
import { can, rolesWith } from "@/lib/schemas/permissions";
import { RetentionTable } from "./retention-table";

/** How long what is kept, for those who may read the record. */
export function RetentionScreen() {
  const { role } = useViewer();
  return (
    <>
      <PageHeader
        title="Retention"
        crumbs={[{ label: "Audit", href: "/audit" }]}
        description="How long what is kept, and what was removed last. Each removal is in the audit record."
      />
      {can(role, "retention.read") ? (
        <Policy />
      ) : (
        <NotAllowedNotice what="reading the retention policy" who={rolesWith("retention.read")} />
      )}
    </>
  );
}

function Policy() {
  const query = useQuery(retentionQuery());
  if (query.isPending) return <SkeletonRows rows={5} />;
  if (query.data === undefined)
    return (
      <ProblemNotice
        title="The retention policy could not be loaded"
        error={query.error}
        onRetry={() => void query.refetch()}
      />
    );
  const { policy, kinds } = query.data;
  return (
    <div className="flex flex-col gap-3">
      <StaleNotice query={query} />
      {policy === null ? (
        <Notice tone="unknown" title="Everything is kept">
          No policy was set. An admin sets one with the directory&apos;s import file:{" "}
          <code className="font-mono text-sm">retention</code>.
        </Notice>
      ) : (
        <p className="text-muted">
          Policy {policy.version}, in force since <Time value={policy.since} />. Looked for once an
          hour; days count from when it ended.
        </p>
      )}
      <div className="rounded-md border border-hairline bg-panel">
        <RetentionTable kinds={kinds} />
      </div>
      <p className="max-w-prose text-sm text-muted">
        Never removed: purges that wait or are being sent, failed ones that nobody has closed, those
        with a comparison younger than the policy, and the audit record.
      </p>
    </div>
  );
}
