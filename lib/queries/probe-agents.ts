import { queryOptions } from "@tanstack/react-query";
import type { ProbeAgentList } from "@/lib/schemas/probe-tasks";
import { apiGet } from "./api-client";

/** Agents ask for work all the time: after so long the list would call a silent one active. */
const freshMs = 15_000;

/** Every probe agent there was, the one that asked for work last first. */
export function probeAgentsQuery() {
  return queryOptions({
    queryKey: ["probe-agents"],
    queryFn: ({ signal }) => apiGet<ProbeAgentList>("/probe-agents", {}, { signal }),
    refetchInterval: freshMs,
  });
}
