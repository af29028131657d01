import { writeEntry } from "@/lib/audit/write-entry";
import { addMs, now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";
import { requestUnderWay } from "@/lib/platform/request-under-way";
import { endSessions } from "./end-sessions";
import { sessionLifetimeMs } from "./session-limits";

/** More of what a browser says of itself is not kept. */
const mostUserAgent = 300;

export interface SignIn {
  personId: string;
  requestId: string;
  /** When the person showed who they are; null: the identity provider does not say. */
  authenticatedAt: Date | null;
  userAgent: string | null;
  /** The session that this browser had until now: it ends. */
  replaces: string | null;
}

/** Starts a session for a person, with its audit entry. Its id is always a new one, and is what this answers. */
export async function startSession(signIn: SignIn): Promise<string> {
  const { personId, requestId, authenticatedAt, userAgent, replaces } = signIn;
  const createdAt = now();
  const id = newId(createdAt);
  await db().$transaction(async (tx) => {
    const person = await tx.person.update({
      where: { id: personId },
      data: { lastSignInAt: createdAt },
    });
    const { email: name, role, issuer } = person;
    const actor = { kind: "person" as const, id: personId, name, role, requestId };
    if (replaces !== null) await endSessions(tx, actor, { id: replaces }, "replaced");
    await tx.session.create({
      data: {
        ...{ id, personId, createdAt, authenticatedAt },
        lastUsedAt: createdAt,
        expiresAt: addMs(createdAt, sessionLifetimeMs),
        address: requestUnderWay()?.address ?? null,
        userAgent: userAgent?.slice(0, mostUserAgent) ?? null,
      },
    });
    await writeEntry(tx, actor, {
      action: "session.sign_in",
      subject: { kind: "session", id },
      summary: `${name} signed in`,
      details: { issuer, authenticatedAt: authenticatedAt?.toISOString() ?? null },
    });
  });
  return id;
}
