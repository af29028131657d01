"use client";

import { useQuery } from "@tanstack/react-query";
import { Printer } from "lucide-react";
import { NotAllowedNotice, ProblemNotice } from "@/components/shell/problem-notice";
import { useViewer } from "@/components/shell/viewer";
import { Button } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { reportQuery } from "@/lib/queries/desk";
import type { DeskReport } from "@/lib/schemas/desk";
import { can, rolesWith } from "@/lib/schemas/permissions";
import { useDeskPeriod } from "./desk-period";
import { PeriodBar } from "./period-bar";
import { ReportFigures } from "./report-figures";
import { ReportRecord } from "./report-record";
import { ReportReconciliations } from "./report-reconciliations";
import { ReportSamples } from "./report-samples";

const crumbs = [{ label: "Auditor’s desk", href: "/desk" }];

/** A period's report, to be printed. */
export function ReportScreen() {
  const { role } = useViewer();
  if (!can(role, "desk.read"))
    return (
      <>
        <PageHeader title="Audit report" crumbs={crumbs} />
        <NotAllowedNotice what="the auditor’s desk" who={rolesWith("desk.read")} />
      </>
    );
  return <Report />;
}

function Report() {
  const period = useDeskPeriod();
  const query = useQuery(reportQuery(period.value));
  return (
    <>
      <PageHeader
        title="Audit report"
        crumbs={crumbs}
        description={query.data && <Span report={query.data} />}
        actions={
          <span className="print:hidden">
            <Button icon={<Printer aria-hidden />} onClick={() => window.print()}>
              Print
            </Button>
          </span>
        }
      />
      <div className="print:hidden">
        <PeriodBar {...period} />
      </div>
      {query.error && (
        <ProblemNotice
          title="The report could not be made"
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      )}
      {query.isPending && <SkeletonRows rows={10} />}
      {query.data && (
        <div className="flex max-w-4xl flex-col gap-4">
          <ReportFigures report={query.data} />
          <ReportRecord report={query.data} />
          <ReportReconciliations runs={query.data.reconciliations} />
          <ReportSamples samples={query.data.samples} />
        </div>
      )}
    </>
  );
}

function Span({ report: { asked, madeAt } }: { report: DeskReport }) {
  const { environment, email } = useViewer();
  return (
    <>
      Entries from <Time value={asked.from} mode="absolute" /> up to{" "}
      <Time value={asked.to} mode="absolute" />, as of <Time value={asked.asOf} mode="absolute" />.
      Made <Time value={madeAt} mode="absolute" /> for {email}, {environment.label}, version{" "}
      {environment.version}.
    </>
  );
}
