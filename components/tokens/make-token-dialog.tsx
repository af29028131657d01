"use client";

import { useId, useState, type SyntheticEvent } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { useMakeToken } from "@/lib/queries/tokens";
import type { MadeToken } from "@/lib/schemas/tokens";
import { IdentityFields, ReachFields, RightsFields } from "./token-form-fields";
import { emptyForm, formErrors, type TokenForm, toRequest } from "./token-form-state";

/** Asks what a new token is for. What was typed stays when the server finds something wrong with it. */
export function MakeTokenDialog({
  onClose,
  onMade,
}: {
  onClose: () => void;
  onMade: (made: MadeToken) => void;
}) {
  const [form, setForm] = useState<TokenForm>(emptyForm);
  const make = useMakeToken();
  const id = useId();
  const errors = formErrors(make.error);
  const fields = {
    form,
    errors,
    onChange: (change: Partial<TokenForm>) => setForm((before) => ({ ...before, ...change })),
  };
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (make.isPending) return;
    // The mutation holds its error, and the form shows it.
    make.mutate(toRequest(form), { onSuccess: onMade });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="New service token"
      className="max-w-[min(40rem,calc(100vw-1.5rem))]"
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Not now
          </Button>
          <Button type="submit" form={id} variant="primary" pending={make.isPending}>
            Make the token
          </Button>
        </>
      }
    >
      <form id={id} onSubmit={submit} noValidate className="flex flex-col gap-4">
        <IdentityFields {...fields} />
        <RightsFields {...fields} />
        <ReachFields {...fields} />
        {make.error && <ProblemNotice title="The token was not made" error={make.error} />}
      </form>
    </Dialog>
  );
}
