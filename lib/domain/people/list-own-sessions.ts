import { sessionIdleMs } from "@/lib/auth/session-limits";
import type { Actor } from "@/lib/schemas/actor";
import type { SessionList } from "@/lib/schemas/people";
import { readSessions } from "./session-row";

/** Where whoever asks is signed in. Everybody may see their own. */
export async function listOwnSessions(actor: Actor): Promise<SessionList> {
  return {
    items: await readSessions(actor.id, actor.sessionId),
    idleMinutes: sessionIdleMs / 60_000,
  };
}
