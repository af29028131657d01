"use client";

import { createContext, use, useMemo, useSyncExternalStore, type ReactNode } from "react";
import { Badge } from "./badge";
import { useStored } from "./stored";
import { absoluteText, clockText, relativeText, type TimeZoneChoice } from "./time-text";
import { Tooltip } from "./tooltip";

interface TimeZoneState {
  zone: TimeZoneChoice;
  setZone: (zone: TimeZoneChoice) => void;
}

const TimeZoneContext = createContext<TimeZoneState>({ zone: "utc", setZone: () => undefined });

/** Holds the one choice between UTC and this machine's time, for every time on the screen. */
export function TimeZoneProvider({ children }: { children: ReactNode }) {
  const [stored, store] = useStored("time-zone");
  const state = useMemo<TimeZoneState>(
    () => ({ zone: stored === "local" ? "local" : "utc", setZone: store }),
    [stored, store],
  );
  return <TimeZoneContext value={state}>{children}</TimeZoneContext>;
}

/** The chosen clock, and how to choose the other. */
export function useTimeZone(): TimeZoneState {
  return use(TimeZoneContext);
}

let now = 0;
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

/** One clock for all times on the screen: it ticks while somebody looks at it. */
function subscribe(listener: () => void) {
  if (listeners.size === 0) {
    now = Date.now();
    timer = setInterval(() => {
      now = Date.now();
      for (const each of listeners) each();
    }, 1000);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearInterval(timer);
  };
}

function readNow(): number {
  if (now === 0) now = Date.now();
  return now;
}

const silent = () => () => undefined;

/** The relative text, drawn again only when it reads differently. null on the server. */
function useRelative(value: string, wanted: boolean): string | null {
  return useSyncExternalStore(
    wanted ? subscribe : silent,
    () => (wanted ? relativeText(value, readNow()) : null),
    () => null,
  );
}

/**
 * Whole seconds until a time on this machine's clock (milliseconds since 1970), counted down to 0. null: no
 * time is given, or this is the server.
 */
export function useSecondsUntil(at: number | null): number | null {
  return useSyncExternalStore(
    at === null ? silent : subscribe,
    () => (at === null ? null : Math.max(0, Math.ceil((at - Date.now()) / 1000))),
    () => null,
  );
}

function KnownTime({ value, mode, focusable }: { value: string; mode: Mode; focusable: boolean }) {
  const { zone } = useTimeZone();
  const relative = useRelative(value, mode === "relative");
  const absolute = absoluteText(value, zone);
  const text = mode === "clock" ? clockText(value, zone) : (relative ?? absolute);
  if (text === absolute)
    return (
      <time dateTime={value} className="whitespace-nowrap tabular">
        {text}
      </time>
    );
  return (
    <Tooltip text={absolute}>
      <time
        dateTime={value}
        {...(focusable ? { tabIndex: 0 } : {})}
        className="whitespace-nowrap tabular"
      >
        {text}
      </time>
    </Tooltip>
  );
}

type Mode = "relative" | "absolute" | "clock";

/**
 * A point in time (ISO 8601). The absolute time with its zone comes on hover and focus. null is shown
 * as unknown, in the words of `unknown`. Inside a link or button set `focusable={false}`.
 */
export function Time({
  value,
  mode = "relative",
  unknown = "Not known",
  focusable = true,
}: {
  value: string | null;
  mode?: Mode;
  unknown?: string;
  focusable?: boolean;
}) {
  if (value === null) return <Badge tone="unknown">{unknown}</Badge>;
  return <KnownTime value={value} mode={mode} focusable={focusable} />;
}
