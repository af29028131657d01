"use client";

import { useQueries, useQueryClient } from "@tanstack/react-query";
import { isBeingProven, isFinal, purgeKeys, purgeQuery } from "@/lib/queries/purges";
import type { Purge, PurgeDetail } from "@/lib/schemas/purges";

/** At most this many rows are asked for at once; as they finish the next ones follow. */
const AT_ONCE = 12;
const EVERY_MS = 1_500;

const isSettled = (row: Purge) => isFinal(row.status) && !isBeingProven(row);

/**
 * The rows of a list with what is newer known of those that were still waiting: they refresh in place.
 *
 * @param frozen the rows as they stood when the list was paused; null: it is not
 */
export function useLivePurges(
  rows: readonly Purge[],
  frozen: ReadonlyMap<string, Purge> | null,
): Purge[] {
  const client = useQueryClient();
  const newest = (row: Purge): Purge => {
    const stood = frozen?.get(row.id);
    if (stood !== undefined || isSettled(row)) return stood ?? row;
    return client.getQueryData<PurgeDetail>(purgeKeys.detail(row.id)) ?? row;
  };
  const waiting = rows.filter((row) => !isSettled(newest(row))).slice(0, AT_ONCE);
  const asked = frozen === null ? waiting : [];
  // Subscribes: an answer draws the list again, and `newest` finds it.
  useQueries({ queries: asked.map((row) => purgeQuery(row.id, EVERY_MS)) });
  return rows.map(newest);
}
