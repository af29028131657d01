"use client";

import { type SyntheticEvent, useId, useRef, useState } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { scopes } from "@/components/tenants/tag-plan";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Select, TextArea, TextInput } from "@/components/ui/field";
import { useAnnounce } from "@/components/ui/live";
import { Notice } from "@/components/ui/notice";
import { useViewer } from "@/components/shell/viewer";
import { useChangeTagPlan } from "@/lib/queries/zones";
import { loosenedLines } from "@/lib/schemas/loosened-lines";
import { can } from "@/lib/schemas/permissions";
import { scopeClasses, type ScopeClass } from "@/lib/schemas/words";
import type { TagLine, TagPlanDetail } from "@/lib/schemas/zones";
import { errorsBelow, useFocusFirstError } from "./refused-fields";

interface Form {
  pattern: string;
  scope: ScopeClass;
  owner: string;
  trigger: string;
  routes: string;
}

const fresh: Form = { pattern: "", scope: "object", owner: "", trigger: "", routes: "" };

const formOf = (line: TagLine): Form => ({ ...line, routes: line.routes.join("\n") });

const lineOf = ({ routes, ...form }: Form): TagLine => ({
  ...form,
  pattern: form.pattern.trim(),
  routes: routes
    .split("\n")
    .map((route) => route.trim())
    .filter((route) => route !== ""),
});

/** Puts a line into a plan, in the place of another or behind the last; null: takes it out. */
function withLine(plan: TagPlanDetail, at: number, line: TagLine | null): TagLine[] {
  if (line !== null) return plan.lines.toSpliced(at, 1, line);
  return plan.lines.toSpliced(at, 1);
}

function useLine(current: TagPlanDetail, at: number, onClose: () => void) {
  // What was read when it began to be edited: what somebody else changes since is not written over.
  const [plan] = useState(current);
  const before = plan.lines[at];
  const [form, setForm] = useState(before === undefined ? fresh : formOf(before));
  const formRef = useRef<HTMLFormElement>(null);
  const save = useChangeTagPlan(plan.zone.id);
  const announce = useAnnounce();
  useFocusFirstError(formRef, save.error);
  const send = (line: TagLine | null) => {
    if (save.isPending) return;
    save.mutate(
      { patterns: withLine(plan, at, line), basedOn: plan.version },
      {
        onSuccess: () => {
          announce("The tag plan is changed.");
          onClose();
        },
      },
    );
  };
  const errorOf = (field: keyof Form) => errorsBelow(save.error, `patterns.${at}.${field}`);
  const change = (part: Partial<Form>) => setForm((old) => ({ ...old, ...part }));
  return { plan, before, form, change, formRef, save, send, errorOf };
}
type Line = ReturnType<typeof useLine>;

/** Before anything is sent: what the change, and what taking the line out, lets through. */
function Loosening({ plan, at, form }: { plan: TagPlanDetail; at: number; form: Form }) {
  const isAllowed = can(useViewer().role, "directory.loosen");
  const loosens = (line: TagLine | null) =>
    loosenedLines(plan.lines, withLine(plan, at, line)).length > 0;
  const [byChange, byTakingOut] = [
    form.pattern.trim() !== "" && loosens(lineOf(form)),
    at < plan.lines.length && loosens(null),
  ];
  if (!byChange && !byTakingOut) return null;
  const what = byChange ? "By this change" : "If it is taken out,";
  return (
    <Notice
      tone="old"
      title={byChange ? "It lets more through" : "Taking it out lets more through"}
    >
      {what} purges by such tags may go without the zone&apos;s name and a second person.{" "}
      {isAllowed
        ? "It takes a sign-in as recent as a change of the policy does."
        : "That is for an admin: what you send is refused, and on record."}
    </Notice>
  );
}

function Fields({ form, change, errorOf }: Line) {
  return (
    <>
      <Field
        label="Pattern"
        hint="A Cache-Tag with placeholders, such as tenant:{id} or invoice:{id}. Letters' case does not count."
        error={errorOf("pattern")}
      >
        <TextInput
          className="font-mono"
          spellCheck={false}
          autoCapitalize="off"
          maxLength={200}
          value={form.pattern}
          onChange={({ target }) => change({ pattern: target.value })}
        />
      </Field>
      <Field
        label="Scope"
        hint={`${scopes[form.scope].sentence}. It decides who may purge by it, and whether a second person has to agree.`}
        error={errorOf("scope")}
      >
        <Select
          value={form.scope}
          onChange={({ target }) => change({ scope: target.value as ScopeClass })}
        >
          {scopeClasses.map((scope) => (
            <option key={scope} value={scope}>
              {scopes[scope].word}
            </option>
          ))}
        </Select>
      </Field>
    </>
  );
}

function Duties({ form, change, errorOf }: Line) {
  return (
    <>
      <Field label="Owner" hint="The team or service that sends it." error={errorOf("owner")}>
        <TextInput
          maxLength={200}
          value={form.owner}
          onChange={({ target }) => change({ owner: target.value })}
        />
      </Field>
      <Field label="Purged by" optional hint="What purges it by itself." error={errorOf("trigger")}>
        <TextInput
          maxLength={500}
          value={form.trigger}
          onChange={({ target }) => change({ trigger: target.value })}
        />
      </Field>
      <Field
        label="Routes that carry it"
        optional
        hint="One a line, * for anything: /billing/*. None: it may be on any page."
        error={errorOf("routes")}
      >
        <TextArea
          className="font-mono"
          spellCheck={false}
          value={form.routes}
          onChange={({ target }) => change({ routes: target.value })}
        />
      </Field>
    </>
  );
}

/** One line of the tag plan while it is edited, added, or taken out. `at`: behind the last for a new one. */
export function TagLineDialog({
  plan,
  at,
  onClose,
}: {
  plan: TagPlanDetail;
  at: number;
  onClose: () => void;
}) {
  const line = useLine(plan, at, onClose);
  const { before, form, formRef, save, send } = line;
  const id = useId();
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    send(lineOf(form));
  };
  const words = before === undefined ? "Add the line" : "Change the line";
  return (
    <Dialog
      open
      onClose={onClose}
      title={before === undefined ? "New line of the tag plan" : before.pattern}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Leave it as it is
          </Button>
          {before !== undefined && (
            <Button variant="danger" pending={save.isPending} onClick={() => send(null)}>
              Take it out
            </Button>
          )}
          <Button type="submit" form={id} variant="primary" pending={save.isPending}>
            {words}
          </Button>
        </>
      }
    >
      <form id={id} ref={formRef} onSubmit={submit} noValidate className="flex flex-col gap-3">
        <Fields {...line} />
        <Duties {...line} />
        <Loosening plan={line.plan} at={at} form={form} />
        <p className="text-sm text-muted">
          {before === undefined
            ? "Purges by such tags are judged by this line from now on."
            : "Without its line a tag is unknown: treated as shared, and support may not purge by it. What waits for a second person may become void by a change."}
        </p>
        {save.error && <ProblemNotice title="The tag plan was not changed" error={save.error} />}
      </form>
    </Dialog>
  );
}
