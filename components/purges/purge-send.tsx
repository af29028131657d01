"use client";

import { useState, type ReactNode, type RefObject, type SyntheticEvent } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { SignInFirst } from "@/components/shell/sign-in-again";
import { fieldErrors } from "./field-errors";
import type { PlanState } from "./plan-view";
import type { PurgeForm } from "./purge-form-state";
import { BreakGlassChoice, ConfirmationField, ReasonFields } from "./send-fields";
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
  formRef: RefObject<HTMLFormElement | null>;
  onChange: (change: Partial<PurgeForm>) => void;
  onSubmit: (confirmed: Confirmed) => void;
}

/** The typed confirmation, what is wrong with the fields, and how the form is sent. */
function useSend({ planState, form, flow, question, formRef, onSubmit }: Props) {
  const [typed, setTyped] = useState("");
  /** Errors are shown from the first try on, not while somebody is still writing. */
  const [tried, setTried] = useState(false);
  /** Sent before the preview stood: nothing goes out that nobody could have seen. */
  const [early, setEarly] = useState(false);
  const { plan, current } = planState;
  const expected = plan?.confirmation.expected ?? null;
  const isReasonMissing = form.reason.trim().length < MIN_REASON;
  const isMismatch = expected !== null && typed.trim() !== expected;
  const fromServer = fieldErrors(flow.sendError);

  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (question !== null || flow.isSending || plan?.allowed !== true) return;
    if (plan.signIn?.needed === true) return;
    const isInvalid = isReasonMissing || isMismatch;
    setTried(isInvalid);
    setEarly(!isInvalid && !current);
    if (isInvalid) focusFirstInvalid(formRef);
    if (isInvalid || !current) return;
    onSubmit({
      reason: form.reason.trim(),
      ticket: form.ticket.trim(),
      confirmation: typed.trim(),
    });
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
    isEarly: early && !current,
    submit,
  };
}

/** Why, for which ticket, the confirmation that fits the risk, and the one button that sends. */
export function PurgeSend(props: Props) {
  const { planState, form, tenantTag, flow, question, formRef, onChange } = props;
  const { typed, setTyped, expected, errors, isEarly, submit } = useSend(props);
  const { plan } = planState;
  const signIn = plan?.allowed === true && plan.signIn?.needed === true ? plan.signIn : null;
  return (
    <form ref={formRef} onSubmit={submit} noValidate className="flex flex-col gap-3">
      <ReasonFields
        form={form}
        errors={errors}
        ticketPattern={plan?.ticketPattern ?? null}
        onChange={onChange}
      />
      {expected !== null && signIn === null && (
        <ConfirmationField
          expected={expected}
          value={typed}
          error={errors.confirmation}
          onChange={setTyped}
        />
      )}
      {plan?.allowed === true && plan.secondPerson?.mayBreakGlass === true && (
        <BreakGlassChoice
          checked={form.breakGlass}
          onChange={(breakGlass) => onChange({ breakGlass })}
        />
      )}
      {flow.sendError && signIn === null && (
        <ProblemNotice title="The purge was not taken" error={flow.sendError} />
      )}
      {signIn !== null && <SignInFirst signIn={signIn} />}
      {signIn === null &&
        (question ?? (
          <SendButton
            planState={planState}
            tenantTag={tenantTag}
            isSending={flow.isSending}
            isEarly={isEarly}
            isDanger={plan?.method === "purge" && expected !== null}
            breakGlass={form.breakGlass}
          />
        ))}
    </form>
  );
}

/** After React has drawn the errors: the first field that has one. */
function focusFirstInvalid(form: RefObject<HTMLFormElement | null>) {
  requestAnimationFrame(() =>
    form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus(),
  );
}
