import type { Verdict } from "@/lib/schemas/comparisons";
import type { Scenario } from "./random-scenario";
import type { Colo } from "./two-centres";

/** What the practice edge knows, and no probe can see. */
interface Truth {
  /** In which data centres the page's copy, or content, from before the purge is still stored at the end. */
  oldStored: Set<Colo>;
  /** In which data centres this purge took the control's copy. */
  controlLost: Set<Colo>;
  /** In which data centres a copy is stored that is not what the origin says in the last round; null: it said nothing. */
  behind: Set<Colo> | null;
}

export interface Played {
  scenario: Scenario;
  verdict: Verdict;
  truth: Truth;
  /** Whether page and control were seen warm before, where they were seen since, and the page really was stale. */
  seenWarm: boolean;
}
