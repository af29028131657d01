"use client";

import { parseAsNumberLiteral, useQueryState } from "nuqs";
import { useSearchParams } from "next/navigation";

export const periods = [7, 14, 30] as const;
const usual = 14;
const parser = parseAsNumberLiteral(periods).withDefault(usual);

/** How many days the overview looks back: in the URL. `bad` is what the URL says when it is no such number. */
export function usePeriod(): {
  days: number;
  setDays: (days: number) => void;
  bad: string | null;
} {
  const [days, setDays] = useQueryState("days", parser);
  const raw = useSearchParams().get("days");
  const known = raw === null || periods.some((each) => String(each) === raw);
  return {
    days,
    setDays: (next) => void setDays(periods.find((each) => each === next) ?? usual),
    bad: known ? null : raw,
  };
}
