"use client";

import { useQuery } from "@tanstack/react-query";
import { LogOut } from "lucide-react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { SkeletonRows } from "@/components/ui/skeleton";
import { ownSessionsQuery, useEndOwnSessions } from "@/lib/queries/people";
import { SessionList } from "./session-list";

function OwnSessions() {
  const query = useQuery(ownSessionsQuery());
  if (query.isPending) return <SkeletonRows rows={2} />;
  if (query.data === undefined)
    return (
      <ProblemNotice
        title="Your sessions could not be loaded"
        error={query.error}
        onRetry={() => void query.refetch()}
      />
    );
  const { items, idleMinutes } = query.data;
  return (
    <>
      <SessionList sessions={items} />
      <p className="mt-2 text-sm text-muted">
        A session ends by itself when nobody uses it for {idleMinutes} minutes, and 12 hours after
        the sign-in at the latest.
      </p>
    </>
  );
}

/** Where one is signed in oneself, and the way out of all of it. */
export function OwnSessionsDialog({ onClose }: { onClose: () => void }) {
  const everywhere = useEndOwnSessions();
  return (
    <Dialog
      open
      onClose={onClose}
      title="Your sessions"
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button
            variant="danger"
            icon={<LogOut aria-hidden />}
            pending={everywhere.isPending || everywhere.isSuccess}
            onClick={() =>
              everywhere.mutate(false, {
                // A full load: nothing of this person may stay in the browser's memory.
                onSuccess: () =>
                  window.location.assign(new URL("/sign-in", window.location.origin)),
              })
            }
          >
            Sign out everywhere
          </Button>
        </>
      }
    >
      <OwnSessions />
      {everywhere.error !== null && (
        <ProblemNotice title="You are still signed in" error={everywhere.error} />
      )}
    </Dialog>
  );
}
