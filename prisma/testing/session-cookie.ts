import { encode } from "next-auth/jwt";
import { sessionCookieName } from "@/lib/auth/session-cookies";
import { env } from "@/lib/platform/env";
import { makeActor } from "@/prisma/factories/people";
import type { Role } from "@/lib/schemas/words";

/** Signs a new person of a role in: the session, and the Cookie header that a request of theirs bears. */
export async function signInAs(role: Role) {
  const actor = await makeActor(role);
  const { sessionId } = actor;
  const token = await encode({ token: { sid: sessionId }, secret: env().nextAuthSecret });
  return { actor, sessionId, cookie: `${sessionCookieName()}=${token}` };
}
