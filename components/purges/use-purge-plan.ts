"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useDebounced } from "@/components/shell/use-debounced";
import { purgePlanQuery } from "@/lib/queries/purges";
import type { PurgePlanRequest } from "@/lib/schemas/purges";
import type { PlanState } from "./plan-view";

const PAUSE_MS = 250;

/** What the form would do, asked once it stands still. null: it names nothing yet. */
export function usePurgePlan(request: PurgePlanRequest | null): PlanState {
  const wanted = JSON.stringify(request);
  const settled = useDebounced(wanted, PAUSE_MS);
  const asked = useMemo(() => JSON.parse(settled) as PurgePlanRequest | null, [settled]);
  const query = useQuery(purgePlanQuery(asked));
  return {
    plan: query.data,
    named: request !== null,
    current: wanted === settled && query.data !== undefined && !query.isPlaceholderData,
    error: wanted === settled ? query.error : null,
    onRetry: () => void query.refetch(),
  };
}
