import type { PurgePropagation } from "../cache/propagate-purge";
import type { FaultSwitches } from "../control/faults";
import type { WorldIndex } from "../practice-world";
import type { AccountLog } from "./account-log";
import type { PurgeBudget } from "./purge-budget";
import type { PurgeLog } from "./purge-log";

/** What the API works with. */
export interface PurgeApiParts {
  world: WorldIndex;
  token: string;
  /** Reads the account's audit log and nothing else; the purge token does not. */
  auditToken: string;
  accountLog: AccountLog;
  budget: PurgeBudget;
  log: PurgeLog;
  faults: FaultSwitches;
  propagation: PurgePropagation;
  clock: () => number;
}
