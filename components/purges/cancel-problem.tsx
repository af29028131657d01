"use client";

import { ProblemNotice } from "@/components/shell/problem-notice";
import { Notice } from "@/components/ui/notice";
import { ApiError } from "@/lib/queries/api-client";
import type { useCancelPurge } from "@/lib/queries/purges";

/** Why a purge was not cancelled. Too late is no fault, and there is nothing to try again. */
export function CancelProblem({ cancel }: { cancel: ReturnType<typeof useCancelPurge> }) {
  const { error } = cancel;
  if (error === null) return null;
  if (error instanceof ApiError && error.code === "conflict")
    return (
      <Notice tone="old" urgent title="Too late to cancel">
        {error.message}
      </Notice>
    );
  return (
    <ProblemNotice
      title="It could not be cancelled"
      error={error}
      onRetry={() => cancel.mutate()}
    />
  );
}
