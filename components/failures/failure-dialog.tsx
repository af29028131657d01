"use client";

import { purgeTitle } from "@/components/purges/purge-title";
import { useAnnounce } from "@/components/ui/live";
import { Time } from "@/components/ui/time";
import { useFailureAction, type FailureAction } from "@/lib/queries/failures";
import type { Purge } from "@/lib/schemas/purges";
import { ReasonDialog } from "./reason-dialog";

const words = {
  retry: {
    title: "Retry",
    question: "Why again?",
    act: "Send it again",
    problem: "It was not sent again",
    done: "Back in line, to be sent again.",
    text: "It goes back in line, ahead of what services send, with all its attempts anew.",
  },
  resolution: {
    title: "Close",
    question: "Why does it need nothing more?",
    act: "Close the failed purge",
    problem: "It could not be closed",
    done: "The failed purge is closed.",
    text: "Nothing is sent. It stays in the record and leaves the list of failures.",
  },
} as const satisfies Record<FailureAction, unknown>;

/** Sends one failed purge again, or closes it, with a reason. */
export function FailureDialog({
  purge,
  action,
  onClose,
  onDone,
}: {
  purge: Purge;
  action: FailureAction;
  onClose: () => void;
  onDone: () => void;
}) {
  const run = useFailureAction(purge.id, action);
  const announce = useAnnounce();
  const { title, question, act, problem, done, text } = words[action];
  const { attemptCount, finishedAt, requestedAt, result } = purge;
  const submit = (reason: string) => {
    void run
      .mutateAsync(reason)
      .then(() => {
        announce(done);
        onDone();
      })
      // The mutation holds its error, and the dialog shows it.
      .catch(() => undefined);
  };
  return (
    <ReasonDialog
      title={`${title}: ${purgeTitle(purge)}`}
      question={question}
      act={act}
      pending={run.isPending}
      problem={{ title: problem, error: run.error }}
      onSubmit={submit}
      onClose={onClose}
    >
      <p>
        Failed <Time value={finishedAt ?? requestedAt} /> after {attemptCount}{" "}
        {attemptCount === 1 ? "attempt" : "attempts"}.{" "}
        <span className="text-muted">{result?.message}</span>
      </p>
      <p>{text}</p>
    </ReasonDialog>
  );
}
