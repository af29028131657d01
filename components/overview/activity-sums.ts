import type { Overview } from "@/lib/schemas/overview";
import type { TriggerSource } from "@/lib/schemas/words";

export type Day = Overview["activity"][number];

/** Purges by how they ended. Waiting: queued or being sent. */
export interface Results {
  accepted: number;
  failed: number;
  waiting: number;
  total: number;
}

const none: Results = { accepted: 0, failed: 0, waiting: 0, total: 0 };

function add(a: Results, b: Omit<Results, "total">): Results {
  return {
    accepted: a.accepted + b.accepted,
    failed: a.failed + b.failed,
    waiting: a.waiting + b.waiting,
    total: a.total + b.accepted + b.failed + b.waiting,
  };
}

/** One day's results, of one source or of all. */
export function resultsOf(day: Day, source?: TriggerSource): Results {
  return day.bySource
    .filter((entry) => source === undefined || entry.source === source)
    .reduce(add, none);
}

/** The results of all days together. */
export function resultsOfAll(days: readonly Day[], source?: TriggerSource): Results {
  return days.map((day) => resultsOf(day, source)).reduce(add, none);
}

/** The next round number at or above: its half is round too. At least 4. */
export function roundUp(value: number): number {
  if (value <= 4) return 4;
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((each) => each * power >= value) ?? 10;
  return factor * power;
}

/** The feed narrowed to one day (UTC, "2026-11-21") and to a source if given. */
export function dayHref(day: string, source?: TriggerSource): string {
  const query = new URLSearchParams({
    from: `${day}T00:00:00.000Z`,
    to: `${day}T23:59:59.999Z`,
    ...(source === undefined ? {} : { source }),
  });
  return `/purges?${query.toString()}`;
}

/** The feed narrowed to a source, from the first day on. */
export function sourceHref(source: TriggerSource, firstDay: string | undefined): string {
  const query = new URLSearchParams({ source });
  if (firstDay !== undefined) query.set("from", `${firstDay}T00:00:00.000Z`);
  return `/purges?${query.toString()}`;
}

const dayFormat = new Intl.DateTimeFormat("en-GB", {
  timeZone: "UTC",
  weekday: "short",
  day: "numeric",
  month: "short",
});
const shortFormat = new Intl.DateTimeFormat("en-GB", {
  timeZone: "UTC",
  day: "numeric",
  month: "short",
});

/** "Sat, 21 Nov". */
export function dayText(day: string): string {
  return dayFormat.format(new Date(`${day}T00:00:00Z`));
}

/** "21 Nov". */
export function shortDayText(day: string): string {
  return shortFormat.format(new Date(`${day}T00:00:00Z`));
}

/** "162 purges: 158 accepted, 3 failed, 1 waiting". */
export function resultsText({ accepted, failed, waiting, total }: Results): string {
  const parts = [`${accepted.toLocaleString("en")} accepted`];
  if (failed > 0) parts.push(`${failed.toLocaleString("en")} failed`);
  if (waiting > 0) parts.push(`${waiting.toLocaleString("en")} waiting`);
  const noun = total === 1 ? "purge" : "purges";
  return total === 0 ? "no purges" : `${total.toLocaleString("en")} ${noun}: ${parts.join(", ")}`;
}
