import { whileItHolds } from "@/lib/auth/read-actor";
import { db } from "@/lib/platform/database";
import type { Session } from "@/lib/schemas/people";

/** The most sessions of one person that are listed. */
const mostSessions = 100;

/** A person's sessions that hold, the one used last first. */
export async function readSessions(personId: string, currentId: string): Promise<Session[]> {
  const rows = await db().session.findMany({
    where: { personId, ...whileItHolds() },
    orderBy: [{ lastUsedAt: "desc" }, { id: "desc" }],
    take: mostSessions,
  });
  return rows.map((row) => ({
    id: row.id,
    current: row.id === currentId,
    startedAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt.toISOString(),
    endsAt: row.expiresAt.toISOString(),
    authenticatedAt: row.authenticatedAt?.toISOString() ?? null,
    address: row.address,
    userAgent: row.userAgent,
  }));
}
