"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { useControls } from "@/components/comparisons/control-picker";
import type { PurgePlanRequest } from "@/lib/schemas/purges";
import type { TenantDetail } from "@/lib/schemas/tenants";
import { CompareOption, LinkedComparison } from "./compare-option";
import { fieldErrors } from "./field-errors";
import { MethodChoice } from "./method-choice";
import { PlanView } from "./plan-view";
import { findDraft, freshDraft, keepDraft, renewed } from "./purge-draft";
import {
  formFromLink,
  pageToCompare,
  selectorOf,
  targetsOfForm,
  type FormScope,
  type PurgeForm as Form,
} from "./purge-form-state";
import { PurgeSend, type Confirmed } from "./purge-send";
import { ScopeChoiceList } from "./scope-choice";
import { AskAgain, SentAlready } from "./sent-already";
import { TenantPicker } from "./tenant-picker";
import { usePurgePlan } from "./use-purge-plan";
import { contentOf, useSendFlow } from "./use-send-flow";

/** The form's content: filled by the link once, then whatever the person makes of it. */
function usePurgeDraft(tenant: TenantDetail) {
  const link = useSearchParams();
  const [draft, setDraft] = useState(
    () =>
      findDraft(link.toString()) ??
      freshDraft(link.toString(), formFromLink(new URLSearchParams(link), tenant)),
  );
  useEffect(() => keepDraft(draft), [draft]);
  const change = (part: Partial<Form>) =>
    setDraft((before) => ({ ...before, form: { ...before.form, ...part } }));
  return { draft, setDraft, change, linkedId: link.get("comparison") };
}

/** Which choice is recommended: pages when the link names one, else all that is the tenant's. */
function recommendedScope(form: Form, tenant: TenantDetail): FormScope {
  const namesPage = form.urls.trim() !== "";
  return namesPage || tenant.tenantTag === null ? "pages" : "tenant";
}

/** The form for a purge of one tenant: the choice on the left, what it means on the right. */
export function PurgeForm({ tenant }: { tenant: TenantDetail }) {
  const router = useRouter();
  const { draft, setDraft, change, linkedId } = usePurgeDraft(tenant);
  const { form } = draft;
  const selector = selectorOf(form, tenant);
  const planRequest: PurgePlanRequest | null =
    selector === null ? null : { tenantId: tenant.id, method: form.method, selector };
  const planState = usePurgePlan(planRequest);
  const path = pageToCompare(form, tenant);
  const controls = useControls(tenant.id, form.compare ? path : null, form.controlId);
  const flow = useSendFlow(draft, setDraft);
  const formRef = useRef<HTMLFormElement>(null);
  const [acknowledged, setAcknowledged] = useState<string | null>(null);

  const content = ({ reason, ticket }: Pick<Confirmed, "reason" | "ticket">) =>
    planRequest && { ...planRequest, reason, ...(ticket === "" ? {} : { ticket }) };
  const submit = (confirmed: Confirmed, { compare }: { compare: boolean }) => {
    const request = content(confirmed);
    if (request === null) return;
    const { control } = controls;
    const { confirmation } = confirmed;
    flow.submit({
      request: { ...request, ...(confirmation === "" ? {} : { confirmation }) },
      comparison:
        compare && linkedId === null && path !== null && control !== null
          ? { affected: { tenantId: tenant.id }, control: { tenantId: control.id }, path }
          : null,
      linkedId,
    });
  };

  const written = content({ reason: form.reason.trim(), ticket: form.ticket.trim() });
  const wasSent = draft.sent !== null && written !== null && contentOf(written) === draft.content;
  const recent = planState.current ? (planState.plan?.recent ?? null) : null;
  const again = () => {
    setAcknowledged(recent?.purgeId ?? draft.sent?.purgeId ?? null);
    setDraft(renewed(draft));
  };
  const asks = recent !== null && recent.purgeId !== acknowledged && flow.step === null;
  const question =
    wasSent && draft.sent && flow.step === null ? (
      <SentAlready purgeId={draft.sent.purgeId} onAgain={again} />
    ) : asks ? (
      <AskAgain recent={recent} onAgain={again} />
    ) : null;
  const named = targetsOfForm(form, tenant).values;
  const errors = fieldErrors(planState.error ?? flow.sendError, named);

  return (
    <div className="grid items-start gap-x-8 gap-y-6 lg:grid-cols-[minmax(0,1fr)_minmax(20rem,26rem)]">
      <div className="flex min-w-0 flex-col gap-6">
        <TenantPicker
          label="Tenant"
          value={tenant}
          onPick={({ id }) => router.push(newPurgeHref(id, form))}
        />
        <ScopeChoiceList
          tenant={tenant}
          form={form}
          recommended={recommendedScope(form, tenant)}
          error={errors.selector}
          onChange={change}
        />
        <MethodChoice value={form.method} onChange={(method) => change({ method })} />
      </div>
      <div className="min-w-0 lg:row-span-2">
        <PlanView {...planState} />
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        <h2 className="text-lg font-semibold">Why, proof and confirmation</h2>
        {linkedId === null ? (
          <CompareOption
            tenant={tenant}
            form={form}
            path={path}
            controls={controls}
            onChange={change}
          />
        ) : (
          <LinkedComparison id={linkedId} />
        )}
        <PurgeSend
          planState={planState}
          form={form}
          tenantTag={tenant.tenantTag}
          flow={flow}
          question={question}
          note={
            form.compare && linkedId === null && path !== null && controls.control === null
              ? controls.pending
                ? "Looking for a control tenant."
                : "It will be sent without a comparison: there is no control tenant."
              : null
          }
          formRef={formRef}
          onChange={change}
          onSubmit={submit}
        />
      </div>
    </div>
  );
}

/** The form for another tenant; what was written of reason and ticket goes along. */
export function newPurgeHref(tenantId: string, form?: Pick<Form, "reason" | "ticket">): string {
  const query = new URLSearchParams({ tenant: tenantId });
  if (form?.reason) query.set("reason", form.reason);
  if (form?.ticket) query.set("ticket", form.ticket);
  return `/purges/new?${query.toString()}`;
}
