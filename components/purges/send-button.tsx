"use client";

import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { PurgePlan } from "@/lib/schemas/purge-plan";
import type { PlanState } from "./plan-view";
import { rolesInWords } from "./purge-words";
import { inEnvironment, methodVerb, namedScope } from "./scope-words";

/** The button that names exactly what it does; in its place the reason, when it may not be sent. */
export function SendButton({
  planState,
  tenantTag,
  isSending,
  isEarly,
  isDanger,
  breakGlass,
}: {
  planState: PlanState;
  tenantTag: string | null;
  isSending: boolean;
  /** Whether somebody wanted to send while the preview was still being read. */
  isEarly: boolean;
  isDanger: boolean;
  /** Whether the second person is gone past. */
  breakGlass: boolean;
}) {
  const { plan, current, named, error } = planState;
  const ready = named && error === null ? plan : undefined;
  if (ready?.refusal) return <Refusal plan={ready} />;
  const words = ready ? buttonWords(ready, tenantTag, breakGlass) : "Purge";
  const status = ready ? null : whyNothing(planState);
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button
        type="submit"
        variant={isDanger ? "danger" : "primary"}
        pending={isSending}
        disabled={!ready}
        // Not disabled: the form says that the preview is still being read, or what is wrong with a field.
        aria-disabled={!current || undefined}
        className="wrap-anywhere"
      >
        {words}
      </Button>
      <span role="status" className="text-sm text-muted">
        {isSending
          ? "Sending"
          : isEarly
            ? "The preview is still being read. Send once it stands."
            : status}
      </span>
    </div>
  );
}

/** Why there is nothing to send; null while that is being worked out. */
function whyNothing({ named, problems, error }: PlanState): string | null {
  if (problems.length > 0) return "Mend what is marked first.";
  if (!named) return "Name what to purge first.";
  return error === null ? null : "It is not known what this would do.";
}

function buttonWords(plan: PurgePlan, tenantTag: string | null, breakGlass: boolean): string {
  const scope = namedScope(
    { selector: plan.selector, tier: plan.tier.id },
    plan.tenant.slug,
    tenantTag,
  );
  const act = `${methodVerb[plan.method]} ${inEnvironment(scope, plan.environment?.name ?? null)}`;
  if (plan.secondPerson === null) return act;
  return breakGlass
    ? `${act} without approval`
    : `Ask for approval: ${act.charAt(0).toLowerCase()}${act.slice(1)}`;
}

function Refusal({ plan }: { plan: PurgePlan }) {
  const mayBySomebody = plan.refusal?.code === "not_allowed" && plan.whoCan.length > 0;
  return (
    <Notice
      tone="broken"
      title="This cannot be sent"
      {...(mayBySomebody
        ? { action: <span className="text-sm">Ask {rolesInWords(plan.whoCan)}.</span> }
        : {})}
    >
      {plan.refusal?.message}
    </Notice>
  );
}
