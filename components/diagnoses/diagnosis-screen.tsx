"use client";

import { useQuery } from "@tanstack/react-query";
import { Check, Link2, RotateCw, TicketCheck } from "lucide-react";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { useViewer } from "@/components/shell/viewer";
import { FindingList } from "@/components/probes/finding-list";
import { isGrave, uniqueFindings } from "@/components/probes/finding-words";
import { GraveNotice } from "@/components/probes/grave-notice";
import { tenantHref, TenantLink } from "@/components/tenants/tenant-link";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Copyable, useCopy } from "@/components/ui/copy";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { DelayedSkeleton, Skeleton } from "@/components/ui/skeleton";
import { Time, useTimeZone } from "@/components/ui/time";
import { absoluteText } from "@/components/ui/time-text";
import { diagnosisQuery, useRunDiagnosis } from "@/lib/queries/diagnoses";
import type { Diagnosis } from "@/lib/schemas/diagnoses";
import { can } from "@/lib/schemas/permissions";
import { AnswersTable } from "./answers-table";
import { CauseNotice } from "./cause-notice";
import { diagnosisHref } from "./diagnosis-href";
import { Proposal } from "./proposal";
import { ticketCopy } from "./ticket-copy";

function CopyAs({ icon, text, children }: { icon: ReactNode; text: string; children: ReactNode }) {
  const { copied, copy } = useCopy();
  return (
    <Button
      icon={copied ? <Check aria-hidden className="text-fresh" /> : icon}
      onClick={() => copy(text)}
    >
      {children}
    </Button>
  );
}

function Actions({ diagnosis }: { diagnosis: Diagnosis }) {
  const { role } = useViewer();
  const router = useRouter();
  const { zone } = useTimeZone();
  const run = useRunDiagnosis();
  const link = `${window.location.origin}${diagnosisHref(diagnosis.id)}`;
  const when = absoluteText(diagnosis.createdAt, zone);
  const again = () =>
    run.mutate(
      { tenantId: diagnosis.tenant.id, address: diagnosis.url },
      { onSuccess: ({ id }) => router.push(diagnosisHref(id)) },
    );
  return (
    <>
      <CopyAs icon={<Link2 aria-hidden />} text={link}>
        Copy link
      </CopyAs>
      <CopyAs icon={<TicketCheck aria-hidden />} text={ticketCopy(diagnosis, { link, when })}>
        Copy for the ticket
      </CopyAs>
      {can(role, "diagnosis.run") && (
        <Button icon={<RotateCw aria-hidden />} pending={run.isPending} onClick={again}>
          Ask again
        </Button>
      )}
      {run.error && <ProblemNotice title="It could not be asked again" error={run.error} />}
    </>
  );
}

function Lines({ lines }: { lines: readonly string[] }) {
  return (
    <ul className="list-disc pl-5 marker:text-faint">
      {lines.map((line, index) => (
        <li key={`${index} ${line}`} className="py-0.5 wrap-anywhere">
          {line}
        </li>
      ))}
    </ul>
  );
}

const findingsOf = ({ probes, origin }: Diagnosis) => uniqueFindings([...probes, ...origin]);

/** What the probes noticed beside the cause: each finding once. */
function Findings({ diagnosis }: { diagnosis: Diagnosis }) {
  const findings = findingsOf(diagnosis).filter((finding) => !isGrave(finding));
  if (findings.length === 0) return null;
  return (
    <Section title="Also noticed" note="how this page is cached, whatever the cause">
      <FindingList findings={findings} label="Findings" />
    </Section>
  );
}

function Known({ diagnosis }: { diagnosis: Diagnosis }) {
  return (
    <div className="flex flex-col gap-4">
      <CauseNotice diagnosis={diagnosis} />
      <GraveNotice findings={findingsOf(diagnosis)} />
      <Proposal diagnosis={diagnosis} />
      {diagnosis.missing.length > 0 && (
        <Section title="What is missing">
          <Lines lines={diagnosis.missing} />
        </Section>
      )}
      <Section title="What was seen">
        <Lines lines={diagnosis.evidence} />
      </Section>
      <Findings diagnosis={diagnosis} />
      <Section title="Answers" note="equal contents are equal pages" flush>
        <AnswersTable diagnosis={diagnosis} />
      </Section>
    </div>
  );
}

/** Why a page was stale, as it was found: the cause, the next step, and what it rests on. */
export function DiagnosisScreen({ diagnosisId }: { diagnosisId: string }) {
  const query = useQuery(diagnosisQuery(diagnosisId));
  const diagnosis = query.data;
  if (diagnosis === undefined)
    return (
      <>
        <PageHeader
          title="Why is it stale?"
          crumbs={[{ label: "Why is it stale?", href: "/diagnoses" }]}
        />
        {query.error ? (
          <ProblemNotice
            title="What was found could not be loaded"
            error={query.error}
            onRetry={() => void query.refetch()}
          />
        ) : (
          <DelayedSkeleton label="Loading what was found" className="flex flex-col gap-4">
            <Skeleton className="h-24" />
            <Skeleton className="h-28" />
            <Skeleton className="h-64" />
          </DelayedSkeleton>
        )}
      </>
    );
  const { tenant, path, url, createdAt, createdBy } = diagnosis;
  return (
    <>
      <PageHeader
        title={
          <>
            Why is <span className="font-mono text-[0.93em]">{path}</span> of {tenant.slug} stale?
          </>
        }
        crumbs={[
          { label: "Tenants", href: "/tenants" },
          { label: tenant.name, href: tenantHref(tenant.id) },
          { label: "Why is it stale?", href: "/diagnoses" },
        ]}
        description={
          <span className="flex flex-col">
            <Copyable value={url} label="address" whole />
            <span className="flex flex-wrap items-center gap-x-1.5">
              <TenantLink tenant={tenant} /> asked <Time value={createdAt} /> by {createdBy}
              <Badge tone="neutral">As it was then</Badge>
            </span>
          </span>
        }
        actions={<Actions diagnosis={diagnosis} />}
      />
      <Known diagnosis={diagnosis} />
    </>
  );
}
