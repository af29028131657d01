import { parseAsString, useQueryStates } from "nuqs";
import { useMemo, useState } from "react";
import { isTime } from "@/components/purges/purge-filters";
import type { DeskPeriod } from "@/lib/queries/desk";

const dayMs = 86_400_000;
const minuteMs = 60_000;

/** Periods to choose from, each as the times that it means at a moment (ms since 1970), in UTC. */
export const deskPresets = {
  "7d": "Last 7 days",
  "30d": "Last 30 days",
  month: "This month",
  "last-month": "Last month",
} as const;
export type DeskPreset = keyof typeof deskPresets;

/** @param nowMs a moment; what reaches up to it ends two minutes before, so that it stands still */
function presetSpan(preset: DeskPreset, nowMs: number): { from: string; to: string } {
  const settled = Math.floor(nowMs / minuteMs) * minuteMs - 2 * minuteMs;
  const at = new Date(settled);
  const monthOf = (offset: number) => Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + offset, 1);
  const spans: Record<DeskPreset, [number, number]> = {
    "7d": [settled - 7 * dayMs, settled],
    "30d": [settled - 30 * dayMs, settled],
    month: [monthOf(0), Math.max(settled, monthOf(0) + minuteMs)],
    "last-month": [monthOf(-1), monthOf(0)],
  };
  const [from, to] = spans[preset];
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}

const names = {
  period: parseAsString,
  from: parseAsString,
  to: parseAsString,
  workFrom: parseAsString,
  workTo: parseAsString,
  timeZone: parseAsString,
};

export const isClock = (text: string) => /^([01]\d|2[0-3]):[0-5]\d$/.test(text);

function isPreset(text: string | null): text is DeskPreset {
  return text !== null && Object.hasOwn(deskPresets, text);
}

/** The period and the working hours of the address; what cannot be used is left out and named. */
export function useDeskPeriod() {
  const [raw, set] = useQueryStates(names, { history: "push" });
  // A period that moves with the clock stands still while the screen is open: figures and rows are of one moment.
  const [nowMs] = useState(() => Date.now());
  const { period: preset, from, to, workFrom, workTo, timeZone } = raw;
  const isCustom =
    from !== null && to !== null && isTime(from) && isTime(to) && Date.parse(from) < Date.parse(to);
  const chosen: DeskPreset | "custom" = isCustom ? "custom" : isPreset(preset) ? preset : "30d";
  const worksFrom = workFrom !== null && isClock(workFrom) ? workFrom : "08:00";
  const worksTo = workTo !== null && isClock(workTo) && workTo > worksFrom ? workTo : null;
  const value = useMemo<DeskPeriod>(
    () => ({
      ...(isCustom && chosen === "custom"
        ? { from, to }
        : presetSpan(chosen === "custom" ? "30d" : chosen, nowMs)),
      workFrom: worksTo === null && worksFrom >= "18:00" ? "08:00" : worksFrom,
      workTo: worksTo ?? "18:00",
      timeZone: timeZone ?? "UTC",
    }),
    [chosen, from, isCustom, nowMs, timeZone, to, worksFrom, worksTo],
  );
  return { value, chosen, set };
}

/** The period as the parameters of an address. */
export function periodQuery({ from, to, workFrom, workTo, timeZone }: DeskPeriod): string {
  return new URLSearchParams({ from, to, workFrom, workTo, timeZone }).toString();
}
