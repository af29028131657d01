"use client";

import { useState } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { useViewer } from "@/components/shell/viewer";
import { Button } from "@/components/ui/button";
import { Field, Select, TextArea } from "@/components/ui/field";
import { useAnnounce } from "@/components/ui/live";
import { useSignOff } from "@/lib/queries/desk";
import type { SignOffFinding } from "@/lib/schemas/desk";
import { can } from "@/lib/schemas/permissions";

const minNote = 3;

interface Props {
  sampleId: string;
  entryId: string;
  number: number;
  isFirst: boolean;
}

/** Signs off on one drawn entry. Nothing is shown to those who may not. */
export function SignOffForm(props: Props) {
  const { role } = useViewer();
  const [isOpen, setOpen] = useState(false);
  if (!can(role, "desk.sign")) return null;
  if (isOpen) return <OpenForm {...props} onClose={() => setOpen(false)} />;
  return (
    <span>
      <Button size="sm" onClick={() => setOpen(true)}>
        {props.isFirst ? "Sign off" : "Add a note"}
        <span className="sr-only"> on drawn entry {props.number}</span>
      </Button>
    </span>
  );
}

/** What is being written, and how it goes out. */
function useNote({ sampleId, entryId }: Props, onClose: () => void) {
  const announce = useAnnounce();
  const sign = useSignOff(sampleId);
  const [finding, setFinding] = useState<SignOffFinding>("in_order");
  const [note, setNote] = useState("");
  const [tried, setTried] = useState(false);
  const isShort = note.trim().length < minNote;
  const submit = () => {
    setTried(true);
    if (isShort) return;
    sign.mutate(
      { entryId, finding, note: note.trim() },
      {
        onSuccess: () => {
          announce("Noted");
          onClose();
        },
      },
    );
  };
  const error = tried && isShort ? "Say in a few words what you found" : null;
  return { sign, finding, setFinding, note, setNote, error, submit };
}

function OpenForm({ onClose, ...props }: Props & { onClose: () => void }) {
  const { sign, finding, setFinding, note, setNote, error, submit } = useNote(props, onClose);
  return (
    <form
      aria-label={`Sign off on drawn entry ${props.number}`}
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Field label="Finding" className="w-44">
        <Select
          value={finding}
          onChange={({ target }) =>
            setFinding(target.value === "follow_up" ? "follow_up" : "in_order")
          }
        >
          <option value="in_order">In order</option>
          <option value="follow_up">To follow up</option>
        </Select>
      </Field>
      <Field
        label="Note"
        hint="What you looked at and found. It stays as it is: a later note adds to it."
        error={error}
        className="max-w-prose"
      >
        <TextArea
          rows={2}
          maxLength={2000}
          value={note}
          onChange={({ target }) => setNote(target.value)}
        />
      </Field>
      {sign.error && <ProblemNotice title="It was not noted" error={sign.error} />}
      <span className="flex gap-2">
        <Button type="submit" variant="primary" size="sm" pending={sign.isPending}>
          Note it
        </Button>
        <Button size="sm" variant="ghost" onClick={onClose}>
          Cancel
        </Button>
      </span>
    </form>
  );
}
