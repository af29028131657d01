import { Notice } from "@/components/ui/notice";
import { BrandMark } from "./brand-mark";
import { PracticePeople } from "./practice-people";
import { ProviderSignIn } from "./provider-sign-in";
import type { Environment } from "./viewer";

/** What went wrong with the last try, by the word in the address; anything else is told as "failed". */
const problems = {
  failed: "It was not completed. It may have taken longer than a quarter of an hour: try again.",
  denied: "The identity provider says that it was cancelled or refused there.",
  limited: "Too many sign-ins have failed from here. Wait a minute and try again.",
  unavailable:
    "The identity provider or the console's database did not answer. Try again in a moment.",
} as const;

function whatWentWrong(word: string): string {
  return Object.hasOwn(problems, word) ? problems[word as keyof typeof problems] : problems.failed;
}

function NoWayIn() {
  return (
    <Notice tone="old" title="There is no way to sign in">
      This deployment has no way to sign in configured. Whoever runs it sets{" "}
      <code className="font-mono text-sm text-text">OIDC_ISSUER</code>, or{" "}
      <code className="font-mono text-sm text-text">PRACTICE_SIGN_IN=on</code> to try it on one
      machine.
    </Notice>
  );
}

/** The way in: the identity provider, the practice people, and the plain truth where there is neither. */
export function SignIn({
  environment,
  callbackUrl,
  problem,
  fresh,
}: {
  environment: Environment;
  callbackUrl: string;
  /** Why the browser was sent back here; null: it was not. */
  problem: string | null;
  /** Whether who is signed in already is asked to show once more who they are. */
  fresh: boolean;
}) {
  const { identityProvider, practiceSignIn } = environment;
  return (
    <main className="mx-auto flex min-h-dvh max-w-[30rem] flex-col justify-center px-4 py-8">
      <p className="mb-6 flex items-center gap-2 font-semibold">
        <BrandMark />
        Purge Console
      </p>
      <h1 className="text-xl font-semibold">{fresh ? "Sign in again" : "Sign in"}</h1>
      <p className="mb-4 text-muted">
        {fresh
          ? "What you are about to do asks who you are once more. You come back to what you had filled in."
          : environment.mode === "practice"
            ? "This console talks to a practice edge on this machine. Nothing reaches Cloudflare."
            : `This console talks to Cloudflare at ${environment.label}. Purges are real.`}
      </p>
      {problem !== null && (
        <Notice tone="broken" urgent title="The last sign-in did not work" className="mb-4">
          {whatWentWrong(problem)}
        </Notice>
      )}
      {identityProvider !== null && (
        <ProviderSignIn name={identityProvider} callbackUrl={callbackUrl} fresh={fresh} />
      )}
      {practiceSignIn && <PracticePeople callbackUrl={callbackUrl} />}
      {identityProvider === null && !practiceSignIn && <NoWayIn />}
      <p className="mt-6 text-xs text-muted">Version {environment.version}</p>
    </main>
  );
}
