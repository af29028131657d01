import type { PurgePropagation } from "../cache/propagate-purge";
import type { FaultSwitches } from "../control/faults";
import type { WorldIndex } from "../practice-world";
import type { PurgeBudget } from "./purge-budget";
import type { PurgeLog } from "./purge-log";

/** What the API works with. */
export interface PurgeApiParts {
  world: WorldIndex;
  token: string;
  budget: PurgeBudget;
  log: PurgeLog;
  faults: FaultSwitches;
  propagation: PurgePropagation;
  clock: () => number;
}
