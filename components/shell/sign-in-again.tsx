"use client";

import { LogIn } from "lucide-react";
import { ButtonLink } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time";
import { signInAgainAddress } from "@/lib/queries/api-client";
import type { PurgePlan } from "@/lib/schemas/purge-plan";

/** The way to the sign-in, which asks who it is even of whoever is signed in. */
export function SignInAgainLink({ newTab }: { newTab: boolean }) {
  if (newTab)
    return (
      <a
        className="inline-flex min-h-7 items-center text-accent-text underline"
        href={signInAgainAddress()}
        target="_blank"
        rel="noreferrer"
      >
        Sign in again (opens a new tab; what you typed stays here)
      </a>
    );
  return (
    <ButtonLink variant="primary" icon={<LogIn aria-hidden />} href={signInAgainAddress()}>
      Sign in again
    </ButtonLink>
  );
}

/** Why somebody who is signed in has to sign in once more, and how they come back to where they are. */
export function SignInFirst({
  signIn: { minutes, signedInAt },
  newTab = false,
}: {
  signIn: NonNullable<PurgePlan["signIn"]>;
  /** Whether what is typed here would be lost by leaving it. */
  newTab?: boolean;
}) {
  return (
    <Notice tone="old" title="Sign in again first" action={<SignInAgainLink newTab={newTab} />}>
      <p>
        The policy asks here for a sign-in of the last {minutes} minutes.{" "}
        {signedInAt === null ? (
          <>
            When you signed in is not known: your identity provider did not say. If this stays so
            after you have signed in again, ask an admin.
          </>
        ) : (
          <>
            You signed in <Time value={signedInAt} />.
          </>
        )}{" "}
        {!newTab && "You come back to this form as it is now."}
      </p>
    </Notice>
  );
}
