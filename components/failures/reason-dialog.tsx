"use client";

import { useId, useRef, useState, type ReactNode, type SyntheticEvent } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, TextArea } from "@/components/ui/field";

const MIN_REASON = 3;

function useReason(pending: boolean, onSubmit: (reason: string) => void) {
  const [reason, setReason] = useState("");
  const [tooShort, setTooShort] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (pending) return;
    const given = reason.trim();
    setTooShort(given.length < MIN_REASON);
    if (given.length < MIN_REASON) field.current?.focus();
    else onSubmit(given);
  };
  return { reason, setReason, tooShort, field, submit };
}

function ReasonField({
  question,
  reason,
  setReason,
  tooShort,
  field,
}: Omit<ReturnType<typeof useReason>, "submit"> & { question: string }) {
  return (
    <Field
      label={question}
      hint="Kept in the record with your name."
      error={tooShort ? "Give a reason of at least 3 characters" : null}
    >
      <TextArea
        ref={field}
        data-autofocus
        rows={2}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </Field>
  );
}

/** Asks for the reason that the record keeps, and does nothing before it is given. */
export function ReasonDialog({
  title,
  question,
  act,
  pending,
  problem,
  onSubmit,
  onClose,
  children,
}: {
  title: string;
  /** What the reason answers. */
  question: string;
  /** The button that acts: what it does, exactly. */
  act: string;
  pending: boolean;
  problem: { title: string; error: Error | null };
  onSubmit: (reason: string) => void;
  onClose: () => void;
  /** What will happen. */
  children: ReactNode;
}) {
  const { submit, ...reason } = useReason(pending, onSubmit);
  const form = useId();
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Not now
          </Button>
          <Button type="submit" form={form} variant="primary" pending={pending}>
            {act}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} noValidate className="flex flex-col gap-3">
        {children}
        <ReasonField question={question} {...reason} />
        {problem.error && <ProblemNotice title={problem.title} error={problem.error} />}
      </form>
    </Dialog>
  );
}
