"use client";

import { ReasonDialog } from "@/components/failures/reason-dialog";
import { useAnnounce } from "@/components/ui/live";
import { Time } from "@/components/ui/time";
import { useRevokeToken } from "@/lib/queries/tokens";
import type { ServiceToken } from "@/lib/schemas/tokens";

/** Revokes a token for good, with a reason. */
export function RevokeTokenDialog({
  token,
  onClose,
}: {
  token: ServiceToken;
  onClose: () => void;
}) {
  const revoke = useRevokeToken(token.id);
  const announce = useAnnounce();
  return (
    <ReasonDialog
      title={`Revoke ${token.name}`}
      question="Why is it revoked?"
      act="Revoke the token"
      pending={revoke.isPending}
      problem={{ title: "It was not revoked", error: revoke.error }}
      onSubmit={(reason) =>
        revoke.mutate(reason, {
          onSuccess: () => {
            announce("The token is revoked.");
            onClose();
          },
        })
      }
      onClose={onClose}
    >
      <p>
        The next call of {token.service} with it is refused, and it cannot be given back. What it
        has asked for before is still sent.
      </p>
      <p className="text-muted">
        {token.lastUsedAt === null ? (
          "It was never used."
        ) : (
          <>
            Last used <Time value={token.lastUsedAt} />.
          </>
        )}
      </p>
    </ReasonDialog>
  );
}
