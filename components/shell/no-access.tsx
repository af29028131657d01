import { Copyable } from "@/components/ui/copy";
import { BrandMark } from "./brand-mark";
import { ProviderSignIn } from "./provider-sign-in";

interface Refusal {
  name: string;
  why: "unknown" | "disabled" | "no role";
}

function Told({ name, why }: Refusal) {
  return (
    <p className="mt-1">
      You are signed in at the identity provider as{" "}
      <strong className="wrap-anywhere">{name}</strong>
      {why === "disabled"
        ? ". An admin of this console has disabled you here."
        : ", and that has no role in this console. Nothing here is shown or done without one."}
    </p>
  );
}

/** For people whom the identity provider knows and who may not do anything here: what is so, and whom to ask. */
export function NoAccess({
  refusal,
  reference,
  contact,
  identityProvider,
}: {
  /** null: the address names no refusal, or one of long ago. */
  refusal: Refusal | null;
  reference: string;
  /** Whom the deployment says to ask; null: it does not say. */
  contact: string | null;
  identityProvider: string | null;
}) {
  return (
    <main className="mx-auto flex min-h-dvh max-w-[30rem] flex-col justify-center px-4 py-8">
      <p className="mb-6 flex items-center gap-2 font-semibold">
        <BrandMark />
        Purge Console
      </p>
      <h1 className="text-xl font-semibold">You have no access to this console</h1>
      {refusal === null ? (
        <p className="mt-1">
          This address tells of a sign-in that is not on record, or was more than an hour ago. Sign
          in again to see how you stand.
        </p>
      ) : (
        <Told {...refusal} />
      )}
      <p className="mt-3">
        Ask {contact ?? "an admin of this console"}
        {refusal === null
          ? "."
          : " and tell them this reference, by which they find it in the audit:"}
      </p>
      {refusal !== null && (
        <p className="mt-1">
          <Copyable value={reference} label="reference" />
        </p>
      )}
      <div className="mt-6">
        {identityProvider === null ? (
          <a className="text-accent-text underline" href="/sign-in">
            Sign in
          </a>
        ) : (
          <ProviderSignIn
            name={identityProvider}
            callbackUrl="/"
            fresh
            label="Sign in as somebody else"
          />
        )}
      </div>
    </main>
  );
}
