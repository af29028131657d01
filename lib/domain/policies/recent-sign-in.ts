import { refuse } from "@/lib/audit/authorize";
import { addMs, now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import type { PurgePlan } from "@/lib/schemas/purge-plan";
import type { PurgePolicy } from "@/lib/schemas/purge-policy";

type Attempt = Parameters<typeof refuse>[1];

/**
 * How recent a person's sign-in has to be, and is. When it was comes from their session in the database, where the
 * practice sign-in or the identity provider's signed token put it. Where the provider did not say, it is not known,
 * and that is not recent.
 *
 * @param minutes how long ago it may be; null: it is not asked
 */
export async function readSignIn(
  actor: Actor,
  minutes: number | null,
): Promise<PurgePlan["signIn"]> {
  if (minutes === null) return null;
  const session = await db().session.findFirst({
    where: { id: actor.sessionId, personId: actor.id },
    select: { authenticatedAt: true },
  });
  const at = session?.authenticatedAt ?? null;
  return {
    minutes,
    signedInAt: at?.toISOString() ?? null,
    needed: at === null || at < addMs(now(), -minutes * 60_000),
  };
}

/** Why a person has to sign in again first; null: they need not. */
export async function signInRefusal(actor: Actor, minutes: number | null) {
  const signIn = await readSignIn(actor, minutes);
  if (signIn?.needed !== true) return null;
  const age =
    signIn.signedInAt === null
      ? "When you signed in is not known: your identity provider did not say."
      : "Yours was before that.";
  return {
    code: "sign_in_again" as const,
    message: `The policy asks here for a sign-in of the last ${signIn.minutes} minutes. ${age} Sign in again, then go on.`,
  };
}

/**
 * Refuses a person whose sign-in is older than the policy lets it be.
 *
 * @throws AppError sign_in_again, which is recorded
 */
export async function requireRecentSignIn(
  actor: Actor,
  minutes: number | null,
  attempt: Attempt,
): Promise<void> {
  const refused = await signInRefusal(actor, minutes);
  if (refused !== null) await refuse(actor, attempt, refused);
}

/** What the strictest tier asks: the policy itself is not loosened by an older sign-in. null: none asks. */
export function strictestSignIn({ tiers }: PurgePolicy): number | null {
  const asked = Object.values(tiers).flatMap(({ signInMinutes }) => signInMinutes ?? []);
  return asked.length === 0 ? null : Math.min(...asked);
}
