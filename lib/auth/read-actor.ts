import { decode } from "next-auth/jwt";
import { now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/database";
import { env } from "@/lib/platform/env";
import type { Actor } from "@/lib/schemas/actor";

/** The name of next-auth's session cookie, which depends on whether the console is served by https. */
export function sessionCookieName(): string {
  return env().nextAuthUrl.startsWith("https:")
    ? "__Secure-next-auth.session-token"
    : "next-auth.session-token";
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
  requestId: string,
): Promise<Actor | null> {
  if (cookie === undefined) return null;
  const token = await decode({ token: cookie, secret: env().nextAuthSecret }).catch(() => null);
  const sessionId = token?.["sid"];
  if (typeof sessionId !== "string") return null;
  const session = await db().session.findUnique({
    where: { id: sessionId },
    select: {
      expiresAt: true,
      revokedAt: true,
      person: { select: { id: true, email: true, role: true, disabledAt: true } },
    },
  });
  if (session === null || session.revokedAt !== null || session.expiresAt <= now()) return null;
  const { person } = session;
  if (person.disabledAt !== null) return null;
  return {
    kind: "person",
    id: person.id,
    name: person.email,
    role: person.role,
    sessionId,
    requestId,
  };
}
