import "server-only";
import { cookies } from "next/headers";
import { readActor, sessionCookieName } from "./read-actor";

/** Who looks at the page being rendered; null when nobody is signed in. Pages hold no data: the API decides. */
export async function currentActor() {
  const actor = await readActor((await cookies()).get(sessionCookieName())?.value, "page");
  return (
    actor && {
      personId: actor.id,
      email: actor.name,
      role: actor.role,
      sessionId: actor.sessionId,
    }
  );
}
