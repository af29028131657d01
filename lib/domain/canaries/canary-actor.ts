import type { SystemActor } from "@/lib/schemas/actor";

/** Who a canary's purges and entries are by: the console, under a name of its own. */
export const canaryActor: SystemActor = {
  kind: "system",
  id: null,
  name: "canary",
  role: null,
  requestId: "canary",
};
