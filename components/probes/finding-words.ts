import type { Tone } from "@/components/ui/badge";
import type { Finding, FindingCode } from "@/lib/schemas/probes";

/** Each finding's word and how grave it is. The reason comes from the server. */
export const findingWords: Record<FindingCode, { word: string; tone: Tone }> = {
  foreign_marker: { word: "Another tenant's page", tone: "broken" },
  cached_cookie: { word: "Cookie in cache", tone: "broken" },
  private_but_hit: { word: "Private, yet cached", tone: "broken" },
  cached_error: { word: "Error in cache", tone: "old" },
  cached_redirect: { word: "Redirect in cache", tone: "old" },
  wrong_language: { word: "Wrong language", tone: "old" },
  tags_missing: { word: "Tags missing", tone: "old" },
  tags_unplanned: { word: "Tags outside of the plan", tone: "old" },
  tags_near_limit: { word: "Cache-Tag near its limit", tone: "old" },
  html_for_a_year: { word: "HTML for a year", tone: "old" },
  never_needs_purge: { word: "Never needs a purge", tone: "neutral" },
};

/** The findings of several probes, each code once, as the newest probe has it. */
export function uniqueFindings(probes: readonly { findings: readonly Finding[] }[]): Finding[] {
  const newest = new Map<FindingCode, Finding>();
  for (const { findings } of probes) for (const one of findings) newest.set(one.code, one);
  return [...newest.values()];
}

/** Whether visitors may be getting what is not theirs: that does not wait for the cause of a stale page. */
export const isGrave = ({ code }: Finding): boolean => findingWords[code].tone === "broken";
