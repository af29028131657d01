"use client";

import { useQuery } from "@tanstack/react-query";
import { Pause, Play, Square } from "lucide-react";
import { useState } from "react";
import { ProblemNotice, StaleNotice } from "@/components/shell/problem-notice";
import { Button, ButtonLink } from "@/components/ui/button";
import { useAnnounce } from "@/components/ui/live";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Time, useSecondsUntil } from "@/components/ui/time";
import { useEndWatch, watchQuery, watchRoundQuery } from "@/lib/queries/watches";
import { roundEveryMs } from "@/lib/schemas/watch-limits";
import type { Watch } from "@/lib/schemas/watches";
import { WatchPurges } from "./watch-purges";
import { watchHref } from "./watch-href";
import { WatchTable } from "./watch-table";
import { rateOf, sumOf } from "./watch-sums";

const crumbs = [{ label: "Watch", href: "/watch" }];

/** The watch, by rounds while it is one's own and goes on, else as it stands. */
function useWatch(id: string) {
  const [paused, setPaused] = useState(false);
  const first = useQuery(watchQuery(id));
  const runs = first.data?.mine === true && first.data.over === null && !paused;
  const rounds = useQuery({ ...watchRoundQuery(id, roundEveryMs), enabled: runs });
  const newest = rounds.dataUpdatedAt > first.dataUpdatedAt ? rounds.data : undefined;
  const watch = newest ?? first.data;
  return { first, rounds, watch, paused, setPaused, runs: runs && watch?.over === null };
}

/** What the pages came to so far, in words: it is also what a screen reader is told on a pause. */
function standing({ pages }: Watch): string {
  const sums = sumOf(pages);
  const rate = rateOf(sums);
  const outside =
    sums.outside === 0 ? "" : `; ${sums.outside} not counted: never cached, or no answer`;
  return rate === null
    ? `No answer that counts yet${outside}`
    : `${rate} hits, ${sums.hits} of ${sums.counted} answers${outside}`;
}

function Left({ endsAt }: { endsAt: string }) {
  const seconds = useSecondsUntil(Date.parse(endsAt));
  if (seconds === null) return null;
  const minutes = Math.floor(seconds / 60);
  return (
    <span className="tabular">
      ends in {minutes}:{String(seconds % 60).padStart(2, "0")}
    </span>
  );
}

function Controls({ watch, state }: { watch: Watch; state: ReturnType<typeof useWatch> }) {
  const { paused, setPaused } = state;
  const end = useEndWatch(watch.id);
  const announce = useAnnounce();
  if (!watch.mine || watch.over !== null)
    return (
      <ButtonLink href={watchHref(watch.pages.map(({ tenant }) => tenant.id))}>
        Watch these again
      </ButtonLink>
    );
  return (
    <>
      <Button
        icon={paused ? <Play aria-hidden /> : <Pause aria-hidden />}
        onClick={() => {
          setPaused(!paused);
          announce(paused ? "Going on" : `Paused. ${standing(watch)}`);
        }}
      >
        {paused ? "Go on" : "Pause"}
      </Button>
      <Button
        icon={<Square aria-hidden />}
        pending={end.isPending}
        onClick={() => end.mutate(undefined, { onSuccess: () => announce("The watch has ended") })}
      >
        End
      </Button>
    </>
  );
}

function State({ watch, state }: { watch: Watch; state: ReturnType<typeof useWatch> }) {
  if (watch.over === "time")
    return (
      <Notice title="Its time is over">Nothing is probed any more; this is what was seen.</Notice>
    );
  if (watch.over === "ended")
    return (
      <Notice title="This watch was ended">
        By its owner, or because its owner started another. This is what was seen until then.
      </Notice>
    );
  if (!watch.mine)
    return (
      <Notice title={`This is a watch of ${watch.by}`}>
        It is shown as it stood when this page was opened. Only who started it has rounds taken.
      </Notice>
    );
  if (state.paused)
    return <Notice title="Paused">Nothing is probed until you go on. The time runs on.</Notice>;
  return (
    <p className="text-sm text-muted">
      Each round is a real request for each page and fills the cache of the data centre that
      answers, as a visit does: a MISS here is followed by a HIT that the watch itself made, and the
      proof of a purge may have taken its MISS first. It stops when this tab is not in sight.
    </p>
  );
}

/** A live grid of tenants' pages: what the edge answers for each, round by round. */
export function WatchScreen({ watchId }: { watchId: string }) {
  const state = useWatch(watchId);
  const { first, rounds, watch } = state;
  if (watch === undefined)
    return (
      <>
        <PageHeader title="Watch" crumbs={crumbs} />
        {first.error ? (
          <ProblemNotice
            title="The watch could not be loaded"
            error={first.error}
            onRetry={() => void first.refetch()}
          />
        ) : (
          <SkeletonRows rows={6} />
        )}
      </>
    );
  const slugs = [...new Set(watch.pages.map(({ tenant }) => tenant.slug))];
  return (
    <>
      <PageHeader
        title={`Watching ${new Intl.ListFormat("en-GB").format(slugs)}`}
        crumbs={crumbs}
        description={
          <span className="flex flex-wrap gap-x-3">
            <span>
              Started <Time value={watch.startedAt} /> by {watch.by}
            </span>
            {watch.over === null && <Left endsAt={watch.endsAt} />}
          </span>
        }
        actions={<Controls watch={watch} state={state} />}
      />
      <div className="flex flex-col gap-4">
        <State watch={watch} state={state} />
        {rounds.error !== null && (
          <ProblemNotice
            title="A round could not be taken"
            error={rounds.error}
            onRetry={() => void rounds.refetch()}
          />
        )}
        <StaleNotice query={rounds} />
        <Section title="Pages" note={standing(watch)} flush>
          <WatchTable pages={watch.pages} />
        </Section>
        <WatchPurges purges={watch.purges} />
      </div>
    </>
  );
}
