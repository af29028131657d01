import { authorize } from "@/lib/audit/authorize";
import type { Actor } from "@/lib/schemas/actor";
import type { Watch } from "@/lib/schemas/watches";
import { readSavedWatch } from "./watch-row";

/** A watch as it stands; nothing is probed. @throws AppError not_allowed, not_found */
export async function readWatch(actor: Actor, id: string): Promise<Watch> {
  await authorize(actor, "comparison.read", {
    action: "access.refuse",
    subject: { kind: "watch", id },
    summary: `${actor.name} was refused a watch`,
  });
  return readSavedWatch(actor, id);
}
