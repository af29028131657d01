"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { SettingHistory } from "@/components/settings/setting-history";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { useViewer } from "@/components/shell/viewer";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Time } from "@/components/ui/time";
import { personQuery } from "@/lib/queries/people";
import { can } from "@/lib/schemas/permissions";
import type { Person, PersonDetail } from "@/lib/schemas/people";
import { AccessBadge } from "./person-badges";
import type { PersonAction } from "./person-actions";
import { RoleForm } from "./role-form";
import { SessionList } from "./session-list";

function Role({ person, isSelf }: { person: Person; isSelf: boolean }) {
  if (isSelf) return <p>Role: {person.role}. Nobody changes their own: ask another admin.</p>;
  if (person.roleFromProvider)
    return (
      <p>
        Role: {person.role ?? "none"}. The identity provider gives it, anew at each sign-in: change
        it there.
      </p>
    );
  return <RoleForm key={person.role} person={person} />;
}

type Act = (person: Person, action: PersonAction) => void;

/** Only for a role that asks for purges which take a second person. */
function BreakGlass({ person, onAct }: { person: Person; onAct: Act }) {
  if (person.mayBreakGlass)
    return <Button onClick={() => onAct(person, "take glass")}>Take break-glass back</Button>;
  if (person.role === null || !can(person.role, "purge.shared")) return null;
  return <Button onClick={() => onAct(person, "give glass")}>Give break-glass</Button>;
}

function Detail({
  detail: { person, sessions },
  onAct,
}: {
  detail: PersonDetail;
  onAct: (person: Person, action: PersonAction) => void;
}) {
  const isSelf = useViewer().personId === person.id;
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted">
        <AccessBadge person={person} />
        {person.mayBreakGlass && <Badge tone="old">May go past the second person</Badge>}
        <span>
          First seen <Time value={person.firstSeenAt} />
        </span>
        <Link
          className="inline-flex min-h-6 items-center text-accent-text underline"
          href={`/audit?actor=${encodeURIComponent(person.name)}`}
        >
          What they did
        </Link>
      </div>
      <p className="text-sm text-muted wrap-anywhere">
        Known as <span className="font-mono">{person.subject}</span> by{" "}
        <span className="font-mono">{person.issuer}</span>. The name may change, this does not.
      </p>
      <Role person={person} isSelf={isSelf} />
      <section aria-labelledby="person-sessions">
        <h3 id="person-sessions" className="font-semibold">
          Signed in
        </h3>
        <SessionList sessions={sessions} />
      </section>
      <section aria-labelledby="person-history">
        <h3 id="person-history" className="font-semibold">
          What was changed about them
        </h3>
        <SettingHistory kind="person" id={person.id} />
      </section>
      {!isSelf && (
        <div className="flex flex-wrap gap-2">
          {sessions.length > 0 && (
            <Button onClick={() => onAct(person, "end sessions")}>End all sessions</Button>
          )}
          <BreakGlass person={person} onAct={onAct} />
          {person.disabledAt === null ? (
            <Button variant="danger" onClick={() => onAct(person, "disable")}>
              Disable
            </Button>
          ) : (
            <Button onClick={() => onAct(person, "enable")}>Enable</Button>
          )}
        </div>
      )}
    </div>
  );
}

/** One person: role, sessions, and whether they are let in. */
export function PersonDialog({
  personId,
  onAct,
  onClose,
}: {
  personId: string;
  onAct: (person: Person, action: PersonAction) => void;
  onClose: () => void;
}) {
  const query = useQuery(personQuery(personId));
  return (
    <Dialog open onClose={onClose} title={query.data?.person.name ?? "Person"}>
      {query.data !== undefined ? (
        <Detail detail={query.data} onAct={onAct} />
      ) : query.error !== null ? (
        <ProblemNotice
          title="The person could not be loaded"
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      ) : (
        <SkeletonRows rows={4} />
      )}
    </Dialog>
  );
}
