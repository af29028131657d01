"use client";

import { useAnnounce } from "@/components/ui/live";
import { useRetryAll } from "@/lib/queries/failures";
import type { RetryAllResult } from "@/lib/schemas/purges";
import { ReasonDialog } from "./reason-dialog";

/** The console takes so many at once (lib/domain/purges/retry-failure.ts). */
const AT_ONCE = 1_000;

/** Sends all open failures again, after naming how many. */
export function RetryAllDialog({
  count,
  onClose,
  onDone,
}: {
  count: number;
  onClose: () => void;
  onDone: (result: RetryAllResult) => void;
}) {
  const run = useRetryAll();
  const announce = useAnnounce();
  const failures = `${count.toLocaleString("en")} ${count === 1 ? "failure" : "failures"}`;
  const submit = (reason: string) => {
    void run
      .mutateAsync(reason)
      .then((result) => {
        announce(`${result.retried} back in line, ${result.refusedCount} refused.`);
        onDone(result);
      })
      // The mutation holds its error, and the dialog shows it.
      .catch(() => undefined);
  };
  return (
    <ReasonDialog
      title={count === 1 ? "Retry the one failure" : `Retry all ${failures}`}
      question="Why again?"
      act={count === 1 ? "Send it again" : `Send ${count.toLocaleString("en")} purges again`}
      pending={run.isPending}
      problem={{ title: "They were not sent again", error: run.error }}
      onSubmit={submit}
      onClose={onClose}
    >
      <p>
        Each is checked by today&apos;s rules and goes back in line with all its attempts anew,
        behind what people ask for. Those that the rules refuse stay as they are and are named.
      </p>
      {count > AT_ONCE && (
        <p>At most {AT_ONCE.toLocaleString("en")} are taken at once, the oldest first.</p>
      )}
    </ReasonDialog>
  );
}
