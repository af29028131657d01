"use client";

import { useQuery } from "@tanstack/react-query";
import { Printer } from "lucide-react";
import { parseAsString, useQueryState } from "nuqs";
import { NotAllowedNotice, ProblemNotice } from "@/components/shell/problem-notice";
import { useViewer } from "@/components/shell/viewer";
import { ButtonLink } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { figuresQuery } from "@/lib/queries/desk";
import { deskQuestionIds } from "@/lib/schemas/desk-questions";
import { can, rolesWith } from "@/lib/schemas/permissions";
import { AnswerSection } from "./answer-section";
import { periodQuery, useDeskPeriod } from "./desk-period";
import { FigureList } from "./figure-list";
import { PeriodBar } from "./period-bar";
import { SampleList } from "./sample-list";

/** An auditor's questions to the record, samples of their answers, and what was noted. Nothing here changes a purge. */
export function DeskScreen() {
  const { role } = useViewer();
  return can(role, "desk.read") ? (
    <Desk />
  ) : (
    <>
      <PageHeader title="Auditor’s desk" />
      <NotAllowedNotice what="the auditor’s desk" who={rolesWith("desk.read")} />
    </>
  );
}

function Desk() {
  const period = useDeskPeriod();
  const [raw, setQuestion] = useQueryState(
    "question",
    parseAsString.withOptions({ history: "push" }),
  );
  const query = useQuery(figuresQuery(period.value));
  const open = deskQuestionIds.find((id) => id === raw) ?? null;
  const figure = query.data?.figures.find(({ question }) => question === open);
  return (
    <>
      <PageHeader
        title="Auditor’s desk"
        description="Saved questions to the record, samples drawn by lot, and what was noted of them. Nothing here changes a purge."
        actions={
          <ButtonLink
            href={`/desk/report?${periodQuery(period.value)}`}
            icon={<Printer aria-hidden />}
          >
            Report to print
          </ButtonLink>
        }
      />
      <PeriodBar {...period} />
      {query.error && (
        <ProblemNotice
          title="The questions could not be answered"
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      )}
      {query.isPending && <SkeletonRows rows={6} />}
      {query.data && (
        <div className="flex flex-col gap-4">
          <FigureList
            figures={query.data.figures}
            open={open}
            isOld={query.isPlaceholderData}
            onOpen={(id) => void setQuestion(id)}
          />
          <p className="text-sm text-muted">
            As of <Time value={query.data.asked.asOf} mode="absolute" />, of entries from{" "}
            <Time value={query.data.asked.from} mode="absolute" /> up to{" "}
            <Time value={query.data.asked.to} mode="absolute" />.
          </p>
          {figure !== undefined && (
            <AnswerSection key={figure.question} figure={figure} period={period.value} />
          )}
          <SampleList />
        </div>
      )}
    </>
  );
}
