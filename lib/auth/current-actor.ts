import "server-only";
import { cookies, headers } from "next/headers";
import { readActor } from "./read-actor";
import { sessionCookieName } from "./session-cookies";

/** Who looks at the page being rendered; null when nobody is signed in. Pages hold no data: the API decides. */
export async function currentActor() {
  const asked = await headers();
  // Somebody opens a page; what is fetched ahead is asked for by nobody.
  const isUse =
    asked.get("sec-fetch-mode") === "navigate" &&
    !(asked.get("sec-purpose") ?? "").includes("prefetch");
  const cookie = (await cookies()).get(sessionCookieName())?.value;
  const actor = await readActor(cookie, { requestId: "page", isUse });
  return (
    actor && {
      personId: actor.id,
      email: actor.name,
      role: actor.role,
      sessionId: actor.sessionId,
    }
  );
}
