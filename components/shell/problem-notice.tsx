"use client";

import { RotateCw } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Copyable } from "@/components/ui/copy";
import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time";
import { ApiError, signInAddress } from "@/lib/queries/api-client";
import { SignInAgainLink } from "./sign-in-again";
import type { Role } from "@/lib/schemas/words";

function headline(error: Error): string {
  if (!(error instanceof ApiError)) return "This part of the screen failed";
  if (error.code === "no_answer") return "No answer";
  if (error.code === "not_signed_in") return "Your session has ended";
  if (error.code === "not_found") return "Not found";
  if (error.status === 403) return "Not allowed";
  if (error.status >= 500) return "The console had an error";
  return error.problem?.title ?? "That did not work";
}

/** What went wrong, why, what to do next, and the request id to hand on. */
export function ProblemNotice({
  error,
  onRetry,
  title,
}: {
  error: Error;
  onRetry?: (() => void) | undefined;
  /** What was tried, when the error alone does not say it: "The tenants could not be loaded". */
  title?: string;
}) {
  const api = error instanceof ApiError ? error : null;
  const ended = api?.code === "not_signed_in";
  const tooOld = api?.code === "sign_in_again";
  return (
    <Notice
      tone="broken"
      urgent
      title={title ?? headline(error)}
      action={
        (onRetry !== undefined || ended || tooOld) && (
          <>
            {ended && (
              <a
                className="inline-flex min-h-7 items-center text-accent-text underline"
                href={signInAddress()}
                target="_blank"
                rel="noreferrer"
              >
                Sign in again (opens a new tab; what you typed stays here)
              </a>
            )}
            {tooOld && <SignInAgainLink newTab />}
            {onRetry !== undefined && (
              <Button size="sm" icon={<RotateCw aria-hidden />} onClick={onRetry}>
                Try again
              </Button>
            )}
          </>
        )
      }
    >
      <p>{api?.message ?? "Reload the page. If it happens again, report what you did."}</p>
      {api?.requestId != null && (
        <p className="mt-1 flex flex-wrap items-center gap-1 text-sm">
          Request id <Copyable value={api.requestId} label="request id" />
        </p>
      )}
    </Notice>
  );
}

/** For what a role may not do or see: says so, and who can. */
export function NotAllowedNotice({ what, who }: { what: string; who: readonly Role[] }) {
  return (
    <Notice tone="info" title={`Your role does not include ${what}`}>
      People with the role {listOf(who)} have it. Ask one of them, or ask an admin to change your
      role.
    </Notice>
  );
}

/** "engineer, auditor or admin". */
export function listOf(words: readonly string[]): string {
  return new Intl.ListFormat("en-GB", { type: "disjunction" }).format(words);
}

/** Shown while what is on the screen could not be refreshed: since when it stands. */
export function StaleNotice({
  query,
}: {
  query: { error: Error | null; dataUpdatedAt: number; failureCount: number };
}) {
  if (query.dataUpdatedAt === 0 || (query.error === null && query.failureCount === 0)) return null;
  return (
    <p role="status" className="flex items-center gap-1.5 text-sm text-old">
      <RotateCw aria-hidden className="size-3.5" />
      <span>
        As of <Time value={new Date(query.dataUpdatedAt).toISOString()} mode="clock" />,
        reconnecting
      </span>
    </p>
  );
}
