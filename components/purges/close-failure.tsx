"use client";

import { useRef, useState, type SyntheticEvent } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { useViewer } from "@/components/shell/viewer";
import { Button } from "@/components/ui/button";
import { Field, TextArea } from "@/components/ui/field";
import { useAnnounce } from "@/components/ui/live";
import { useClosePurge } from "@/lib/queries/purges";
import { can, rolesWith } from "@/lib/schemas/permissions";
import { rolesInWords } from "./purge-words";

const MIN_REASON = 3;

/** Closes a failed purge that needs nothing more, with a reason for the record. */
export function CloseFailure({ purgeId }: { purgeId: string }) {
  const { role } = useViewer();
  const [open, setOpen] = useState(false);
  const mayClose = can(role, "purge.resolve");
  if (open) return <CloseForm purgeId={purgeId} onCancel={() => setOpen(false)} />;
  return (
    <Button
      onClick={() => setOpen(true)}
      whyDisabled={
        mayClose ? undefined : `It takes the role ${rolesInWords(rolesWith("purge.resolve"))}`
      }
    >
      Close with a reason
    </Button>
  );
}

function CloseForm({ purgeId, onCancel }: { purgeId: string; onCancel: () => void }) {
  const [reason, setReason] = useState("");
  const [tooShort, setTooShort] = useState(false);
  const close = useClosePurge(purgeId);
  const announce = useAnnounce();
  const field = useRef<HTMLTextAreaElement>(null);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (close.isPending) return;
    const given = reason.trim();
    setTooShort(given.length < MIN_REASON);
    if (given.length < MIN_REASON) {
      field.current?.focus();
      return;
    }
    close.mutate(given, { onSuccess: () => announce("The failed purge is closed") });
  };
  return (
    <form onSubmit={submit} className="flex w-full flex-col gap-2">
      <Field
        label="Why does it need nothing more?"
        hint="Kept in the record with your name."
        error={tooShort ? "Give a reason of at least 3 characters" : null}
      >
        <TextArea
          ref={field}
          // The form opens by a press of its button; typing is what comes next.
          autoFocus
          rows={2}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </Field>
      {close.error && <ProblemNotice title="It could not be closed" error={close.error} />}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" pending={close.isPending}>
          Close the failed purge
        </Button>
        <Button variant="ghost" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
