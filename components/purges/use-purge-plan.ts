"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useDebounced } from "@/components/shell/use-debounced";
import { purgePlanQuery } from "@/lib/queries/purges";
import type { PurgePlanRequest } from "@/lib/schemas/purges";
import { problemsInWords } from "./field-errors";
import type { PlanState } from "./plan-view";

const PAUSE_MS = 250;

/**
 * What the form would do, asked once it stands still.
 *
 * @param request null: it names nothing yet, or what cannot be read
 * @param targets what it names, for the words about one of them
 * @param unreadable what cannot be read; null: nothing
 */
export function usePurgePlan(
  request: PurgePlanRequest | null,
  targets: readonly string[],
  unreadable: string | null,
): PlanState {
  const wanted = JSON.stringify(request);
  const settled = useDebounced(wanted, PAUSE_MS);
  const asked = useMemo(() => JSON.parse(settled) as PurgePlanRequest | null, [settled]);
  const query = useQuery(purgePlanQuery(asked));
  const error = wanted === settled ? query.error : null;
  return {
    plan: query.data,
    named: request !== null,
    current: wanted === settled && query.data !== undefined && !query.isPlaceholderData,
    error,
    problems: unreadable === null ? problemsInWords(error, targets) : [unreadable],
    onRetry: () => void query.refetch(),
  };
}
