import { listenTo } from "@/lib/platform/database";
import { log } from "@/lib/platform/log";

/** The channel on which the database says that a session, a person or a token may be let in no longer. */
const accessChannel = "access_changed";

const watching = new Set<() => void>();
let listening: Promise<unknown> | null = null;

/**
 * Calls back when anybody's access has changed, in whichever process, so that what is open can ask again whether
 * it still may be. While the database cannot tell it, each beat asks.
 *
 * @returns how to stop
 */
export function watchAccess(ask: () => void): () => void {
  watching.add(ask);
  listening ??= listenTo(accessChannel, () => {
    for (const each of watching) each();
  }).catch((error: unknown) => {
    listening = null;
    log().warn({ err: error }, "could not listen for changes of access");
  });
  return () => watching.delete(ask);
}
