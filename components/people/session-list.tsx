"use client";

import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { useAnnounce } from "@/components/ui/live";
import { Time } from "@/components/ui/time";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { useEndSession } from "@/lib/queries/people";
import type { Session } from "@/lib/schemas/people";
import { deviceInWords } from "./device-words";

function SessionLine({
  session,
  pending,
  onEnd,
}: {
  session: Session;
  pending: boolean;
  onEnd: () => void;
}) {
  const device = deviceInWords(session.userAgent);
  return (
    <li className="flex items-start gap-3 py-2">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 font-medium">
          <span className="wrap-anywhere" title={session.userAgent ?? undefined}>
            {device}
          </span>
          {session.current && <Badge tone="accent">This one</Badge>}
        </p>
        <p className="text-sm text-muted">
          Last used <Time value={session.lastUsedAt} />, signed in{" "}
          <Time value={session.startedAt} />, from{" "}
          {session.address === null ? (
            "an address that is not known"
          ) : (
            <span className="font-mono wrap-anywhere">{session.address}</span>
          )}
        </p>
      </div>
      {!session.current && (
        <Button
          size="sm"
          pending={pending}
          onClick={onEnd}
          aria-label={`End the session: ${device}`}
        >
          End
        </Button>
      )}
    </li>
  );
}

/** Where somebody is signed in, with a way to end each of it but the one that is used to look. */
export function SessionList({ sessions }: { sessions: Session[] }) {
  const end = useEndSession();
  const announce = useAnnounce();
  if (sessions.length === 0) return <p className="text-muted">Signed in nowhere.</p>;
  return (
    <>
      <ul aria-label="Sessions" className="divide-y divide-hairline">
        {sessions.map((session) => (
          <SessionLine
            key={session.id}
            session={session}
            pending={end.isPending && end.variables === session.id}
            onEnd={() =>
              end.mutate(session.id, { onSuccess: () => announce("The session has ended.") })
            }
          />
        ))}
      </ul>
      {end.error !== null && <ProblemNotice title="The session was not ended" error={end.error} />}
    </>
  );
}
