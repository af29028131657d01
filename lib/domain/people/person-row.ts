import { issuersInForce, practiceIssuer } from "@/lib/auth/issuers";
import { whileItHolds } from "@/lib/auth/read-actor";
import { env } from "@/lib/platform/env";
import type { Person } from "@/lib/schemas/people";
import type { Person as Row } from "@/prisma/generated/client";

/** What is read of a person: the row, and how many of the sessions hold. */
export const withSessions = () => ({
  _count: { select: { sessions: { where: whileItHolds() } } },
});

/** A person as admins see them. */
export function toPerson(row: Row & { _count: { sessions: number } }): Person {
  const isOpen = issuersInForce().includes(row.issuer);
  return {
    id: row.id,
    name: row.email,
    role: row.role,
    issuer: row.issuer,
    subject: row.subject,
    roleFromProvider: row.issuer !== practiceIssuer && env().oidc?.roleClaim != null,
    mayComeIn: isOpen && row.disabledAt === null && row.role !== null,
    disabledAt: row.disabledAt?.toISOString() ?? null,
    mayBreakGlass: row.mayBreakGlass,
    firstSeenAt: row.createdAt.toISOString(),
    lastSignInAt: row.lastSignInAt?.toISOString() ?? null,
    sessions: row._count.sessions,
  };
}
