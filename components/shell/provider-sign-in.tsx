"use client";

import { useMutation } from "@tanstack/react-query";
import { LogIn } from "lucide-react";
import { Button } from "@/components/ui/button";
import { useTakenOver } from "@/components/ui/taken-over";
import { noteWayToSignIn, ownAddress } from "@/lib/queries/sign-in-return";
import { providerAddress } from "@/lib/queries/api-client";
import { ProblemNotice } from "./problem-notice";

/** The button that leads to the identity provider. */
export function ProviderSignIn({
  name,
  callbackUrl,
  fresh,
  label,
}: {
  name: string;
  callbackUrl: string;
  /** Whether the provider has to ask anew who it is. */
  fresh: boolean;
  /** What is on the button; absent: "Sign in with" and the provider's name. */
  label?: string;
}) {
  // A press before that would be lost.
  const ready = useTakenOver();
  const leave = useMutation({
    mutationFn: () => providerAddress(ownAddress(callbackUrl), fresh),
    onSuccess: (address) => {
      noteWayToSignIn(ownAddress(callbackUrl));
      window.location.assign(address);
    },
  });
  return (
    <div className="mb-4 flex flex-col gap-3">
      <Button
        variant="primary"
        className="w-full justify-center wrap-anywhere"
        icon={<LogIn aria-hidden />}
        disabled={!ready}
        pending={leave.isPending || leave.isSuccess}
        onClick={() => leave.mutate()}
      >
        {label ?? `Sign in with ${name}`}
      </Button>
      {leave.error !== null && (
        <ProblemNotice title="Signing in did not work" error={leave.error} />
      )}
    </div>
  );
}
