"use client";

import { useQuery } from "@tanstack/react-query";
import { parseAsString, useQueryState } from "nuqs";
import { ProblemNotice, StaleNotice } from "@/components/shell/problem-notice";
import { EmptyState } from "@/components/ui/empty";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { SkeletonRows } from "@/components/ui/skeleton";
import { brokenGlassQuery, waitingQuery } from "@/lib/queries/approvals";
import { BrokenGlassList } from "./broken-glass-list";
import { DecidedList } from "./decided-list";
import { DecisionDialog } from "./decision-dialog";
import { WaitingList } from "./waiting-list";

function Waiting({ onOpen }: { onOpen: (purgeId: string) => void }) {
  const query = useQuery(waitingQuery());
  return (
    <Section title="Waiting for a second person" flush>
      <StaleNotice query={query} />
      {query.isPending && <SkeletonRows rows={3} />}
      {query.isError && query.data === undefined && (
        <ProblemNotice
          title="What waits could not be loaded"
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      )}
      {query.data?.items.length === 0 && (
        <EmptyState title="Nothing waits">
          A purge that makes other tenants&apos; pages cold waits here until a second person has
          looked at the same preview and said yes.
        </EmptyState>
      )}
      {query.data !== undefined && query.data.items.length > 0 && (
        <WaitingList approvals={query.data.items} onOpen={onOpen} />
      )}
    </Section>
  );
}

function PastTheSecondPerson() {
  const query = useQuery(brokenGlassQuery());
  const items = query.data?.items ?? [];
  if (query.isError && query.data === undefined)
    return (
      <ProblemNotice
        title="Purges past the second person could not be loaded"
        error={query.error}
        onRetry={() => void query.refetch()}
      />
    );
  if (items.length === 0) return null;
  return (
    <Section title="Past the second person" flush>
      <BrokenGlassList items={items} />
    </Section>
  );
}

/** Purges that wait for a second person, those that went past one, and what was decided. */
export function ApprovalsScreen() {
  const [openId, setOpenId] = useQueryState("purge", parseAsString);
  return (
    <>
      <PageHeader
        title="Approvals"
        description="What other tenants would feel is sent when a second person has seen the same preview and agreed."
      />
      <div className="flex flex-col gap-4">
        <Waiting onOpen={(id) => void setOpenId(id)} />
        <PastTheSecondPerson />
        <Section title="Decided" flush>
          <DecidedList />
        </Section>
      </div>
      {openId !== null && (
        <DecisionDialog key={openId} purgeId={openId} onClose={() => void setOpenId(null)} />
      )}
    </>
  );
}
