import { db } from "@/lib/platform/database";
import { countDay, type DayCount, startOf } from "./count-day";

/** What is kept of these days and still good. */
async function readKept(days: string[]): Promise<Map<string, DayCount>> {
  const rows = await db().$queryRaw<DayCount[]>`
    SELECT to_char(d.day, 'YYYY-MM-DD') AS day, d.sources, d.tenants FROM purge_day d
    WHERE d.day = ANY(${days.map(startOf)}::date[])
      AND NOT EXISTS (SELECT FROM purge_day_change c WHERE c.day = d.day)`;
  return new Map(rows.map((row) => [row.day, row]));
}

/**
 * What was purged on each of these days, exactly. Days that have ended are counted once and then only after something
 * of them was changed, so that an overview of weeks costs no more than a day.
 */
export async function readDays(days: string[]): Promise<DayCount[]> {
  const kept = await readKept(days);
  const counted: DayCount[] = [];
  // One after the other: the first overview of a large history is not to take all connections.
  for (const day of days) counted.push(kept.get(day) ?? (await countDay(day)));
  return counted;
}
