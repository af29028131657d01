"use client";

import { useState, type ReactNode, type RefObject, type SyntheticEvent } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { ApiError } from "@/lib/queries/api-client";
import { fieldErrors } from "./field-errors";
import type { PlanState } from "./plan-view";
import type { PurgeForm } from "./purge-form-state";
import { ConfirmationField, ReasonFields } from "./send-fields";
import { SendButton } from "./send-button";
import type { useSendFlow } from "./use-send-flow";

const MIN_REASON = 3;

export interface Confirmed {
  reason: string;
  ticket: string;
  confirmation: string;
}

interface Props {
  planState: PlanState;
  form: PurgeForm;
  tenantTag: string | null;
  flow: ReturnType<typeof useSendFlow>;
  /** Stands in place of the button when the same purge was sent moments ago. */
  question: ReactNode;
  /** The control tenant is still looked for: nothing is sent before it is known. */
  waiting: boolean;
  /** What to know before pressing the button: that there will be no comparison. */
  note: string | null;
  formRef: RefObject<HTMLFormElement | null>;
  onChange: (change: Partial<PurgeForm>) => void;
  onSubmit: (confirmed: Confirmed, options: { compare: boolean }) => void;
}

/** The typed confirmation, what is wrong with the fields, and how the form is sent. */
function useSend({ planState, form, flow, question, waiting, formRef, onSubmit }: Props) {
  const [typed, setTyped] = useState("");
  /** Errors are shown from the first try on, not while somebody is still writing. */
  const [tried, setTried] = useState(false);
  const { plan, current } = planState;
  const expected = plan?.confirmation.expected ?? null;
  const isReasonMissing = form.reason.trim().length < MIN_REASON;
  const isMismatch = expected !== null && typed.trim() !== expected;
  const fromServer = fieldErrors(flow.sendError);

  const send = (compare: boolean) => {
    setTried(true);
    if (isReasonMissing || isMismatch) {
      focusFirstInvalid(formRef);
      return;
    }
    setTried(false);
    onSubmit(
      { reason: form.reason.trim(), ticket: form.ticket.trim(), confirmation: typed.trim() },
      { compare },
    );
  };
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (waiting || question !== null || flow.step !== null) return;
    if (plan?.allowed && current) send(form.compare);
  };
  return {
    typed,
    setTyped,
    expected: plan?.allowed === true ? expected : null,
    errors: {
      reason: tried && isReasonMissing ? "Say why, in at least 3 characters" : fromServer.reason,
      ticket: fromServer.ticket,
      confirmation:
        tried && isMismatch ? `This has to be exactly ${expected}` : fromServer.confirmation,
    },
    send,
    submit,
  };
}

/** Why, for which ticket, the confirmation that fits the risk, and the one button that sends. */
export function PurgeSend(props: Props) {
  const { planState, form, tenantTag, flow, question, waiting, note, formRef, onChange } = props;
  const { typed, setTyped, expected, errors, send, submit } = useSend(props);
  return (
    <form ref={formRef} onSubmit={submit} noValidate className="flex flex-col gap-3">
      <ReasonFields form={form} errors={errors} onChange={onChange} />
      {expected !== null && (
        <ConfirmationField
          expected={expected}
          value={typed}
          error={errors.confirmation}
          onChange={setTyped}
        />
      )}
      {flow.comparisonError && (
        <>
          <ProblemNotice
            title="Nothing was sent: the before probes could not be taken"
            error={flow.comparisonError}
            onRetry={() => send(true)}
          />
          {!hasSessionEnded(flow.comparisonError) && (
            <Button className="w-fit" onClick={() => send(false)}>
              Send it without a comparison
            </Button>
          )}
        </>
      )}
      {flow.sendError && <ProblemNotice title="The purge was not taken" error={flow.sendError} />}
      {question ?? (
        <SendButton
          planState={planState}
          tenantTag={tenantTag}
          step={flow.step}
          waiting={waiting}
          note={note}
          isDanger={planState.plan?.method === "purge" && expected !== null}
        />
      )}
    </form>
  );
}

/** Without a session nothing can be sent, with or without a comparison. */
function hasSessionEnded(error: Error): boolean {
  return error instanceof ApiError && error.code === "not_signed_in";
}

/** After React has drawn the errors: the first field that has one. */
function focusFirstInvalid(form: RefObject<HTMLFormElement | null>) {
  requestAnimationFrame(() =>
    form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus(),
  );
}
