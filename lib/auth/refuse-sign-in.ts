import { writeEntry } from "@/lib/audit/write-entry";
import { addMs, now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/database";
import type { Person } from "@/prisma/generated/client";

/** Why somebody was not let in. */
export type SignInRefusal = "unknown" | "disabled" | "no role";

/** So long a refusal can be looked at by whoever has its id, in milliseconds. */
const shownMs = 60 * 60 * 1000;

/** Why a person is not let in; null: there is no reason. */
export function whyNotIn(person: Person | null): SignInRefusal | null {
  if (person === null) return "unknown";
  if (person.disabledAt !== null) return "disabled";
  return person.role === null ? "no role" : null;
}

/** Records that somebody was not let in. */
export async function recordRefusal(
  tried: string,
  person: Person | null,
  why: SignInRefusal,
  requestId: string,
): Promise<void> {
  const name = person?.email ?? tried.slice(0, 200);
  await writeEntry(
    db(),
    { kind: "person", id: person?.id ?? null, name, role: person?.role ?? null, requestId },
    {
      action: "session.sign_in",
      outcome: "refused",
      subject: { kind: "person", id: person?.id ?? null },
      summary: `${name} was not let in: ${why}`,
      details: { why },
    },
  );
}

/**
 * What the record says of a refusal, for the person that it was about: its id is random and was told to them alone.
 */
export async function readRefusal(
  reference: string,
): Promise<{ name: string; why: SignInRefusal } | null> {
  const entry = await db().auditEntry.findFirst({
    where: {
      requestId: reference,
      action: "session.sign_in",
      outcome: "refused",
      at: { gt: addMs(now(), -shownMs) },
    },
    select: { actorName: true, details: true },
  });
  if (entry === null) return null;
  const { why } = JSON.parse(entry.details) as { why: SignInRefusal };
  return { name: entry.actorName, why };
}
