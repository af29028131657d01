"use client";

import { useQuery } from "@tanstack/react-query";
import { useQueryState } from "nuqs";
import { useState } from "react";
import { parseAsText } from "@/components/purges/address-text";
import { NotAllowedNotice, ProblemNotice, StaleNotice } from "@/components/shell/problem-notice";
import { useViewer } from "@/components/shell/viewer";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows } from "@/components/ui/skeleton";
import { peopleQuery } from "@/lib/queries/people";
import { can, rolesWith } from "@/lib/schemas/permissions";
import type { Person } from "@/lib/schemas/people";
import { PeopleTable } from "./people-table";
import { type PersonAction, PersonActionDialog } from "./person-actions";
import { PersonDialog } from "./person-dialog";

/** Who may come in, as what, and where they are signed in; for admins. */
export function PeopleScreen() {
  const { role, environment } = useViewer();
  const isAllowed = can(role, "people.manage");
  return (
    <>
      <PageHeader
        title="People"
        description={
          environment.identityProvider === null
            ? "Everybody who ever signed in; in practice mode these are the practice people. A role decides what somebody may see and purge, and counts on their next request."
            : `Everybody who ever signed in by ${environment.identityProvider}, or tried to. A role decides what somebody may see and purge, and counts on their next request.`
        }
      />
      {isAllowed ? (
        <People />
      ) : (
        <NotAllowedNotice what="people and roles" who={rolesWith("people.manage")} />
      )}
    </>
  );
}

function People() {
  const query = useQuery(peopleQuery());
  const [personId, setPersonId] = useQueryState("person", parseAsText);
  const [acting, setActing] = useState<{ person: Person; action: PersonAction } | null>(null);
  if (query.isPending) return <SkeletonRows rows={6} />;
  if (query.data === undefined)
    return (
      <ProblemNotice
        title="The people could not be loaded"
        error={query.error}
        onRetry={() => void query.refetch()}
      />
    );
  const { items, more } = query.data;
  return (
    <>
      <StaleNotice query={query} />
      <div className="rounded-md border border-hairline bg-panel">
        <PeopleTable people={items} onOpen={(id) => void setPersonId(id)} />
      </div>
      {more && (
        <p className="mt-2 text-sm text-muted">Only the first {items.length} by name are listed.</p>
      )}
      {personId !== null && acting === null && (
        <PersonDialog
          personId={personId}
          onAct={(person, action) => setActing({ person, action })}
          onClose={() => void setPersonId(null)}
        />
      )}
      {acting !== null && <PersonActionDialog {...acting} onClose={() => setActing(null)} />}
    </>
  );
}
