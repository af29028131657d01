"use client";

import { useState, type FormEvent, type ReactNode, type RefObject } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { Field, TextArea, TextInput } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import type { PurgePlan } from "@/lib/schemas/purges";
import { fieldErrors } from "./field-errors";
import type { PlanState } from "./plan-view";
import type { PurgeForm } from "./purge-form-state";
import { rolesInWords } from "./purge-words";
import { methodVerb, namedScope } from "./scope-words";
import type { useSendFlow } from "./use-send-flow";

const MIN_REASON = 3;

export interface Confirmed {
  reason: string;
  ticket: string;
  confirmation: string;
}

/** The button's words: exactly what it does. */
function buttonText(plan: PurgePlan, tenantTag: string | null): string {
  return `${methodVerb[plan.method]} ${namedScope(plan.selector, plan.tenant.slug, tenantTag)}`;
}

const stepWords = {
  comparing: "Probing both tenants before the purge",
  sending: "Sending",
} as const;

/** Why, for which ticket, the confirmation that fits the risk, and the one button that sends. */
export function PurgeSend({
  planState,
  form,
  tenantTag,
  flow,
  question,
  note,
  formRef,
  onChange,
  onSubmit,
}: {
  planState: PlanState;
  form: PurgeForm;
  tenantTag: string | null;
  flow: ReturnType<typeof useSendFlow>;
  /** Stands in place of the button when the same purge was sent moments ago. */
  question: ReactNode;
  /** What to know before pressing the button: that there will be no comparison. */
  note: string | null;
  formRef: RefObject<HTMLFormElement | null>;
  onChange: (change: Partial<PurgeForm>) => void;
  onSubmit: (confirmed: Confirmed, options: { compare: boolean }) => void;
}) {
  const { plan, current } = planState;
  const [typed, setTyped] = useState("");
  const [checked, setChecked] = useState(false);
  const expected = plan?.confirmation.expected ?? null;
  const reasonMissing = form.reason.trim().length < MIN_REASON;
  const mismatch = expected !== null && typed.trim() !== expected;
  const fromServer = fieldErrors(flow.sendError);

  const send = (compare: boolean) => {
    setChecked(true);
    if (reasonMissing || mismatch) {
      focusFirstInvalid(formRef);
      return;
    }
    setChecked(false);
    onSubmit(
      { reason: form.reason.trim(), ticket: form.ticket.trim(), confirmation: typed.trim() },
      { compare },
    );
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (plan?.allowed && current && question === null && flow.step === null) send(form.compare);
  };

  return (
    <form ref={formRef} onSubmit={submit} noValidate className="flex flex-col gap-3">
      <Field
        label="Reason"
        hint="A sentence for the record: what is wrong, and for whom."
        error={checked && reasonMissing ? "Say why, in at least 3 characters" : fromServer.reason}
      >
        <TextArea
          rows={2}
          required
          maxLength={500}
          value={form.reason}
          onChange={(event) => onChange({ reason: event.target.value })}
        />
      </Field>
      <Field
        label="Ticket"
        optional
        hint="Its id, such as ZD-4711, or its address."
        error={fromServer.ticket}
      >
        <TextInput
          maxLength={300}
          value={form.ticket}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => onChange({ ticket: event.target.value })}
        />
      </Field>
      {plan?.allowed === true && expected !== null && (
        <Field
          label={
            <>
              Type <span className="font-mono">{expected}</span> to confirm
            </>
          }
          error={
            checked && mismatch ? `This has to be exactly ${expected}` : fromServer.confirmation
          }
        >
          <TextInput
            className="font-mono"
            value={typed}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            onChange={(event) => setTyped(event.target.value)}
          />
        </Field>
      )}
      {flow.comparisonError && (
        <ProblemNotice
          title="Nothing was sent: the before probes could not be taken"
          error={flow.comparisonError}
          onRetry={() => send(true)}
        />
      )}
      {flow.comparisonError && (
        <Button className="w-fit" onClick={() => send(false)}>
          Send it without a comparison
        </Button>
      )}
      {flow.sendError && <ProblemNotice title="The purge was not taken" error={flow.sendError} />}
      {question ?? (
        <SendButton
          planState={planState}
          tenantTag={tenantTag}
          step={flow.step}
          note={note}
          isDanger={plan?.method === "purge" && expected !== null}
        />
      )}
    </form>
  );
}

/** After React has drawn the errors: the first field that has one. */
function focusFirstInvalid(form: RefObject<HTMLFormElement | null>) {
  requestAnimationFrame(() =>
    form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus(),
  );
}

function SendButton({
  planState: { plan, current, named, error },
  tenantTag,
  step,
  note,
  isDanger,
}: {
  planState: PlanState;
  tenantTag: string | null;
  step: "comparing" | "sending" | null;
  note: string | null;
  isDanger: boolean;
}) {
  if (plan && named && error === null && plan.refusal !== null)
    return (
      <Notice
        tone="broken"
        title="This is not sent from here"
        {...(plan.whoCan.length > 0 && plan.refusal.code === "not_allowed"
          ? { action: <span className="text-sm">Ask {rolesInWords(plan.whoCan)}.</span> }
          : {})}
      >
        {plan.refusal.message}
      </Notice>
    );
  const ready = plan !== undefined && named && error === null;
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button
        type="submit"
        variant={isDanger ? "danger" : "primary"}
        pending={step !== null}
        disabled={!ready || !current}
        className="max-w-full wrap-anywhere"
      >
        {ready ? buttonText(plan, tenantTag) : "Purge"}
      </Button>
      <span role="status" className="text-sm text-muted">
        {step !== null ? stepWords[step] : ready ? note : "Name what to purge first."}
      </span>
    </div>
  );
}
