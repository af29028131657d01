import { Notice } from "@/components/ui/notice";
import { BrandMark } from "./brand-mark";
import { PracticePeople } from "./practice-people";
import type { Environment } from "./viewer";

/** The way in: the practice people where they exist, and the plain truth where there is no way. */
export function SignIn({
  environment,
  callbackUrl,
  refused,
}: {
  environment: Environment;
  callbackUrl: string;
  /** next-auth sent the browser here because a sign-in did not work. */
  refused: boolean;
}) {
  return (
    <main className="mx-auto flex min-h-dvh max-w-[30rem] flex-col justify-center px-4 py-8">
      <p className="mb-6 flex items-center gap-2 font-semibold">
        <BrandMark />
        Purge Console
      </p>
      <h1 className="text-xl font-semibold">Sign in</h1>
      <p className="mb-4 text-muted">
        {environment.mode === "practice"
          ? "This console talks to a practice edge on this machine. Nothing reaches Cloudflare."
          : `This console talks to Cloudflare at ${environment.label}. Purges are real.`}
      </p>
      {refused && (
        <Notice tone="broken" urgent title="The last sign-in did not work" className="mb-4">
          The person may be disabled, or practice sign-in is off.
        </Notice>
      )}
      {environment.practiceSignIn ? (
        <PracticePeople callbackUrl={callbackUrl} />
      ) : (
        <Notice tone="old" title="There is no way to sign in">
          This deployment has no way to sign in configured. Set{" "}
          <code className="font-mono text-sm text-text">PRACTICE_SIGN_IN=on</code> to try it on this
          machine.
        </Notice>
      )}
      <p className="mt-6 text-xs text-muted">Version {environment.version}</p>
    </main>
  );
}
