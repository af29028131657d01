"use client";

import { parseAsString, useQueryStates } from "nuqs";
import { useMemo } from "react";
import { readFilters, type FilterName, type RawFilters } from "./purge-filters";

const parsers = {
  tenant: parseAsString,
  source: parseAsString,
  status: parseAsString,
  actor: parseAsString,
  tag: parseAsString,
  ticket: parseAsString,
  proof: parseAsString,
  period: parseAsString,
  from: parseAsString,
  to: parseAsString,
};

const none: RawFilters = {
  tenant: null,
  source: null,
  status: null,
  actor: null,
  tag: null,
  ticket: null,
  proof: null,
  period: null,
  from: null,
  to: null,
};

/** The feed's filters as they stand in the address, what of it could not be read, and how to change them. */
export function usePurgeFilters() {
  const [raw, setRaw] = useQueryStates(parsers, { history: "push" });
  const read = useMemo(() => readFilters(raw), [raw]);
  return {
    ...read,
    /** Sets some filters; null takes one away. */
    set: (change: Partial<RawFilters>) => void setRaw(change),
    remove: (names: readonly FilterName[]) =>
      void setRaw(Object.fromEntries(names.map((name) => [name, null]))),
    clear: () => void setRaw(none),
  };
}
