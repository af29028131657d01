"use client";

import { useEffect } from "react";
import { useViewer } from "@/components/shell/viewer";
import { useProbeTwice } from "@/lib/queries/comparisons";
import { can } from "@/lib/schemas/permissions";
import type { PurgeDetail } from "@/lib/schemas/purges";

/** Pairs that were started in this tab: a receipt that is drawn twice must not probe twice. */
const started = new Set<string>();

/**
 * Runs the after probes of a comparison that was made for this purge, once, when Cloudflare has
 * accepted it. `comparisonId` null: there is none. Answers the run, for its progress and its error.
 */
export function useAfterProbes(purge: PurgeDetail, comparisonId: string | null) {
  const { role } = useViewer();
  const run = useProbeTwice();
  const { mutate } = run;
  const known = purge.comparisons.find((one) => one.id === comparisonId);
  const isProbed = known?.affected.probes.some((probe) => probe.phase === "after") === true;
  const isDue =
    comparisonId !== null &&
    purge.status === "accepted" &&
    !isProbed &&
    can(role, "comparison.run");
  useEffect(() => {
    const pair = `${purge.id} ${comparisonId}`;
    if (!isDue || started.has(pair)) return;
    started.add(pair);
    mutate({ comparisonId, purgeId: purge.id });
  }, [isDue, comparisonId, purge.id, mutate]);
  return run;
}
