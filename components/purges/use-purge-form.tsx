"use client";

import { useRef, useState, type ReactNode } from "react";
import { useControls } from "@/components/comparisons/control-picker";
import type { ProofRequest } from "@/lib/schemas/proofs";
import type { PurgePlanRequest } from "@/lib/schemas/purges";
import type { TenantDetail } from "@/lib/schemas/tenants";
import { fieldErrors } from "./field-errors";
import { renewed, type PurgeDraft } from "./purge-draft";
import {
  pageToCompare,
  selectorOf,
  targetsOfForm,
  unreadableOf,
  type PurgeForm,
} from "./purge-form-state";
import type { PlanState } from "./plan-view";
import type { Confirmed } from "./purge-send";
import { hasVariant } from "./scope-headers";
import { AskAgain, SentAlready } from "./sent-already";
import { usePurgeDraft } from "./use-purge-draft";
import { usePurgePlan } from "./use-purge-plan";
import { contentOf, useSendFlow } from "./use-send-flow";

/** What would be asked for, without the confirmation; null: nothing is named. */
function requestOf(
  plan: PurgePlanRequest | null,
  { reason, ticket }: Pick<Confirmed, "reason" | "ticket">,
) {
  if (plan === null) return null;
  return {
    ...plan,
    reason: reason.trim(),
    ...(ticket.trim() === "" ? {} : { ticket: ticket.trim() }),
  };
}

/** The question in place of the button, when this or the same purge was sent already; null: none. */
function useQuestion(
  draft: PurgeDraft,
  written: ReturnType<typeof requestOf>,
  { plan, current }: PlanState,
  onAgain: () => void,
): ReactNode {
  const [acknowledged, setAcknowledged] = useState<string | null>(null);
  const recent = current ? (plan?.recent ?? null) : null;
  const again = (purgeId: string) => {
    setAcknowledged(purgeId);
    onAgain();
  };
  const { sent } = draft;
  if (sent && written !== null && contentOf(written) === draft.content)
    return <SentAlready purgeId={sent.purgeId} onAgain={() => again(sent.purgeId)} />;
  if (recent === null || recent.purgeId === acknowledged) return null;
  return <AskAgain recent={recent} onAgain={() => again(recent.purgeId)} />;
}

/** The state of the form for a purge: what is filled in, what it means, and how it is sent. */
export function usePurgeForm(tenant: TenantDetail) {
  const { draft, setDraft, change, linkedId } = usePurgeDraft(tenant);
  const { form } = draft;
  const selector = selectorOf(form, tenant);
  const planRequest = selector && {
    tenantId: tenant.id,
    method: form.method,
    selector,
    ...(form.environment === "" ? {} : { environment: form.environment }),
  };
  const targets = targetsOfForm(form, tenant).values;
  const planState = usePurgePlan(planRequest, targets, unreadableOf(form, tenant));
  const path = pageToCompare(form, tenant, planState.plan?.pages);
  const controls = useControls(tenant.id, path, form.controlId);
  const flow = useSendFlow(draft, setDraft);
  const formRef = useRef<HTMLFormElement>(null);
  const asked = useQuestion(draft, requestOf(planRequest, form), planState, () => {
    setDraft(renewed(draft));
    // The question goes away with the answer: the focus goes to the button that takes its place.
    requestAnimationFrame(() =>
      formRef.current?.querySelector<HTMLElement>("[type=submit]")?.focus(),
    );
  });
  const isListed = tenant.pages.some((page) => page.path === path);
  const noProof = whyNoProof(form, planState, isListed);

  const submit = (confirmed: Confirmed) => {
    const request = requestOf(planRequest, confirmed);
    if (request === null) return;
    const { confirmation } = confirmed;
    const proof = noProof === null ? proofOf(linkedId, path, controls) : undefined;
    flow.submit({
      ...request,
      ...confirmationOf(confirmation, form, planState),
      ...(proof === undefined ? {} : { proof }),
    });
  };
  return {
    form,
    formRef,
    change,
    linkedId,
    noProof,
    planState,
    path,
    controls,
    flow,
    submit,
    question: flow.isSending ? null : asked,
    errors: fieldErrors(planState.error ?? flow.sendError, targets),
  };
}

/** What a person says beside what is asked for: which preview they saw, what they typed, whom they go past. */
function confirmationOf(
  confirmation: string,
  { breakGlass }: Pick<PurgeForm, "breakGlass">,
  { plan }: PlanState,
) {
  return {
    ...(plan === undefined ? {} : { plan: plan.digest }),
    ...(confirmation === "" ? {} : { confirmation }),
    ...(breakGlass && plan?.secondPerson ? { breakGlass: true } : {}),
  };
}

/** Why probes would not show what the purge did; null: they would. */
function whyNoProof(
  form: PurgeForm,
  { named, plan, error }: PlanState,
  isListed: boolean,
): string | null {
  if (form.environment !== "") return "No proof from here: probes reach production only.";
  if (form.scope === "pages" && hasVariant(form.variant))
    return "Proven as far as this copy is one of the page's variants in the directory: probes carry no other headers of a cache key.";
  const isByAddress = form.scope === "pages" || form.scope === "prefix";
  if (!named || error !== null || !isByAddress || plan?.pages.length !== 0) return null;
  // An address that is not listed is probed as it is named.
  if (form.scope === "pages" && !isListed) return null;
  return `No proof from here: none of the pages listed for ${plan.tenant.slug} is named, so a probe would look at another.`;
}

/** What proves it: the comparison that the link brought along, or the page and control that the form shows. */
function proofOf(
  linkedId: string | null,
  path: string | null,
  { control }: ReturnType<typeof useControls>,
): ProofRequest | undefined {
  if (linkedId !== null) return { comparisonId: linkedId };
  if (path === null) return undefined;
  return { path, ...(control === null ? {} : { control: { tenantId: control.id } }) };
}
