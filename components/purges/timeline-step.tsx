"use client";

import { Circle, CircleCheck, CircleDashed, CircleX, Clock } from "lucide-react";
import type { ReactNode } from "react";
import { absoluteText } from "@/components/ui/time-text";
import { Time, useTimeZone } from "@/components/ui/time";
import { Tooltip } from "@/components/ui/tooltip";
import { msBetween, spanInWords } from "./durations";

/** done: it happened. waiting: it is under way or to come. open: nobody knows yet. */
export type StepState = "done" | "good" | "bad" | "waiting" | "open";

const marks: Record<StepState, ReactNode> = {
  done: <Circle aria-hidden className="fill-current text-muted" />,
  good: <CircleCheck aria-hidden className="text-fresh" />,
  bad: <CircleX aria-hidden className="text-broken" />,
  waiting: <Clock aria-hidden className="text-cold" />,
  open: <CircleDashed aria-hidden className="text-muted" />,
};

/** When a step happened: the clock for the first, the time since the step before for the others. */
export function StepTime({ at, since }: { at: string | null; since: string | null }) {
  const { zone } = useTimeZone();
  if (at === null) return <span className="text-faint">now</span>;
  if (since === null) return <Time value={at} mode="clock" />;
  return (
    <Tooltip text={absoluteText(at, zone)}>
      <time dateTime={at} tabIndex={0} className="whitespace-nowrap tabular">
        +{spanInWords(msBetween(since, at))}
      </time>
    </Tooltip>
  );
}

/** One step of a purge's story: what, when since the step before, and what is known of it. */
export function TimelineStep({
  state,
  title,
  at,
  since = null,
  children,
}: {
  state: StepState;
  title: string;
  /** null: it has not happened, or has no time of its own. */
  at: string | null;
  since?: string | null;
  children: ReactNode;
}) {
  return (
    <li className="relative grid grid-cols-[1rem_minmax(0,1fr)] gap-x-3 pb-4 last:pb-0 @lg:grid-cols-[1rem_5.5rem_5rem_minmax(0,1fr)] [&:not(:last-child)]:before:absolute [&:not(:last-child)]:before:top-5 [&:not(:last-child)]:before:bottom-0 [&:not(:last-child)]:before:left-[7.5px] [&:not(:last-child)]:before:w-px [&:not(:last-child)]:before:bg-hairline">
      <span className="mt-0.5 [&_svg]:size-4">{marks[state]}</span>
      <span className="flex flex-wrap items-baseline gap-x-3 @lg:contents">
        <span className="font-medium">{title}</span>
        <span className="font-mono text-sm text-muted">
          <StepTime at={at} since={since} />
        </span>
      </span>
      <div className="col-start-2 min-w-0 wrap-anywhere @lg:col-start-4">{children}</div>
    </li>
  );
}
