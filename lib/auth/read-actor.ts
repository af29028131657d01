import { decode } from "next-auth/jwt";
import { addMs, now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/database";
import { env } from "@/lib/platform/env";
import type { Actor } from "@/lib/schemas/actor";
import { maySignInWith } from "./issuers";
import { noteUseAfterMs, sessionIdleMs } from "./session-limits";

interface Asked {
  requestId: string;
  /** Whether a person does something by this request: what a screen asks by itself keeps no session alive. */
  isUse: boolean;
}

/** The session's id in a session cookie; null when it is none of ours. */
export async function sessionIdOf(cookie: string | undefined): Promise<string | null> {
  if (cookie === undefined) return null;
  const token = await decode({ token: cookie, secret: env().nextAuthSecret }).catch(() => null);
  const sessionId = token?.["sid"];
  return typeof sessionId === "string" ? sessionId : null;
}

/** What a session that still holds satisfies. */
export function whileItHolds(at = now()) {
  return {
    revokedAt: null,
    expiresAt: { gt: at },
    lastUsedAt: { gt: addMs(at, -sessionIdleMs) },
  };
}

async function noteUse(id: string, lastUsedAt: Date): Promise<void> {
  const at = now();
  if (lastUsedAt > addMs(at, -noteUseAfterMs)) return;
  // Asked again: it may have ended since it was read, and an ended session stays one.
  await db().session.updateMany({
    where: { id, ...whileItHolds(at) },
    data: { lastUsedAt: at },
  });
}

/**
 * Who a session cookie belongs to. The cookie holds the session's id only; the session and the person
 * are read from the database each time, so that signing out, disabling somebody or changing a role
 * works on the next request.
 *
 * @param cookie the session cookie's value
 * @returns null when there is no valid session
 */
export async function readActor(
  cookie: string | undefined,
  { requestId, isUse }: Asked,
): Promise<Actor | null> {
  const sessionId = await sessionIdOf(cookie);
  if (sessionId === null) return null;
  const session = await db().session.findFirst({
    where: { id: sessionId, ...whileItHolds() },
    select: {
      lastUsedAt: true,
      person: { select: { id: true, issuer: true, email: true, role: true, disabledAt: true } },
    },
  });
  if (session === null) return null;
  const { id, issuer, email, role, disabledAt } = session.person;
  if (disabledAt !== null || role === null || !maySignInWith(issuer)) return null;
  if (isUse) await noteUse(sessionId, session.lastUsedAt);
  return { kind: "person", id, name: email, role, sessionId, requestId };
}
