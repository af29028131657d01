import Link from "next/link";
import { useEffect, useRef } from "react";
import { sourceWords } from "@/components/purges/purge-words";
import { cx } from "@/components/ui/class-names";
import { Tooltip } from "@/components/ui/tooltip";
import { triggerSources, type TriggerSource } from "@/lib/schemas/words";
import {
  dayHref,
  dayText,
  resultsOf,
  resultsOfAll,
  resultsText,
  roundUp,
  shortDayText,
  sourceHref,
  type Day,
} from "./activity-sums";
import { Bar, BarPatterns, Legend } from "./bar";

function columns(days: readonly Day[]) {
  return { gridTemplateColumns: `repeat(${days.length}, minmax(0, 1fr))` };
}

/** Every so many days get a label, so that labels do not run into each other. */
function labelEvery(count: number): number {
  return count <= 7 ? 1 : Math.ceil(count / 5);
}

function DayColumn({ day, max }: { day: Day; max: number }) {
  const results = resultsOf(day);
  const text = `${dayText(day.day)}: ${resultsText(results)}`;
  return (
    <Tooltip text={text} labels>
      <Link
        href={dayHref(day.day)}
        aria-label={`${text}. Show them`}
        className="block h-36 w-full px-[12%] -outline-offset-2 hover:bg-hover"
      >
        <Bar results={results} max={max} className="h-36" />
      </Link>
    </Tooltip>
  );
}

function Scale({ max }: { max: number }) {
  return (
    <div aria-hidden className="relative h-36 w-8 shrink-0 font-mono text-xs text-muted tabular">
      {[max, max / 2, 0].map((value) => (
        <span
          key={value}
          className="absolute right-0 -translate-y-1/2"
          style={{ top: `${(1 - value / max) * 100}%` }}
        >
          {value.toLocaleString("en")}
        </span>
      ))}
    </div>
  );
}

function DayLabels({ days }: { days: readonly Day[] }) {
  const every = labelEvery(days.length);
  // Counted from today backwards: the newest day always has its label.
  const labelled = (index: number) => (days.length - 1 - index) % every === 0;
  return (
    <div aria-hidden className="mt-1 grid text-xs text-muted" style={columns(days)}>
      {days.map((day, index) => (
        <span
          key={day.day}
          className="flex h-5 min-w-0 justify-center overflow-visible whitespace-nowrap"
        >
          {labelled(index) && shortDayText(day.day)}
        </span>
      ))}
    </div>
  );
}

/** Where there is no room for 24 pixels a day (WCAG 2.5.8) the days scroll, the newest in sight. */
function useNewestInSight(count: number) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const box = ref.current;
    if (box !== null) box.scrollLeft = box.scrollWidth;
  }, [count]);
  return ref;
}

function AllSources({ days }: { days: readonly Day[] }) {
  const max = roundUp(Math.max(...days.map((day) => resultsOf(day).total), 0));
  const scroller = useNewestInSight(days.length);
  return (
    <div className="flex gap-2 pt-2">
      <Scale max={max} />
      <div ref={scroller} className="min-w-0 flex-1 overflow-x-auto">
        <div style={{ minWidth: `${days.length * 24}px` }}>
          <div className="relative h-36">
            <div aria-hidden className="absolute inset-0 flex flex-col justify-between">
              <span className="border-t border-hairline" />
              <span className="border-t border-hairline" />
              <span className="border-t border-control" />
            </div>
            <ul className="relative grid h-full" style={columns(days)}>
              {days.map((day) => (
                <li key={day.day} className="flex min-w-0 [&>span]:flex-1">
                  <DayColumn day={day} max={max} />
                </li>
              ))}
            </ul>
          </div>
          <DayLabels days={days} />
        </div>
      </div>
    </div>
  );
}

function SourceRow({ days, source }: { days: readonly Day[]; source: TriggerSource }) {
  const sum = resultsOfAll(days, source);
  const max = Math.max(...days.map((day) => resultsOf(day, source).total), 1);
  return (
    <li className="grid grid-cols-[4rem_minmax(0,1fr)_7.5rem] items-center gap-x-3">
      <Link
        href={sourceHref(source, days[0]?.day)}
        className="inline-flex min-h-6 items-center text-sm hover:text-accent-text hover:underline"
      >
        {sourceWords[source].word}
      </Link>
      <span aria-hidden className="grid h-5 border-b border-hairline" style={columns(days)}>
        {days.map((day) => (
          <span key={day.day} className="min-w-0 px-[12%]">
            <Bar results={resultsOf(day, source)} max={max} className="h-5" />
          </span>
        ))}
      </span>
      <span className="text-right text-sm text-muted tabular">
        <span className="text-text">{sum.total.toLocaleString("en")}</span>
        <span className={cx("inline-block w-18", sum.failed > 0 && "text-broken")}>
          {sum.failed.toLocaleString("en")} failed
        </span>
      </span>
    </li>
  );
}

/**
 * Purges a day: all of them on one scale, then each trigger source on its own, because a source with
 * ten purges would vanish beside one with a thousand. A bar leads to the purges of its day.
 */
export function ActivityChart({ days }: { days: readonly Day[] }) {
  return (
    <div className="flex flex-col gap-3">
      <BarPatterns />
      <Legend />
      <AllSources days={days} />
      <h3 className="text-sm font-medium">
        By trigger source <span className="font-normal text-muted">each on its own scale</span>
      </h3>
      <ul className="flex flex-col gap-1.5">
        {triggerSources.map((source) => (
          <SourceRow key={source} days={days} source={source} />
        ))}
      </ul>
    </div>
  );
}
