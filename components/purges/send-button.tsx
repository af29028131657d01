"use client";

import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { PurgePlan } from "@/lib/schemas/purges";
import type { PlanState } from "./plan-view";
import { rolesInWords } from "./purge-words";
import { inEnvironment, methodVerb, namedScope } from "./scope-words";

const stepWords = {
  comparing: "Probing both tenants before the purge",
  sending: "Sending",
} as const;

/** The button that names exactly what it does; in its place the reason, when it may not be sent. */
export function SendButton({
  planState,
  tenantTag,
  step,
  waiting,
  note,
  isDanger,
}: {
  planState: PlanState;
  tenantTag: string | null;
  step: keyof typeof stepWords | null;
  waiting: boolean;
  note: string | null;
  isDanger: boolean;
}) {
  const { plan, current, named, error } = planState;
  const ready = named && error === null ? plan : undefined;
  if (ready?.refusal) return <Refusal plan={ready} />;
  const words = ready ? buttonWords(ready, tenantTag) : "Purge";
  const status = ready ? note : whyNothing(planState);
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button
        type="submit"
        variant={isDanger ? "danger" : "primary"}
        pending={step !== null}
        disabled={!ready || !current || waiting}
        className="wrap-anywhere"
      >
        {words}
      </Button>
      <span role="status" className="text-sm text-muted">
        {step === null ? status : stepWords[step]}
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

function buttonWords(plan: PurgePlan, tenantTag: string | null): string {
  const scope = namedScope(plan.selector, plan.tenant.slug, tenantTag);
  return `${methodVerb[plan.method]} ${inEnvironment(scope, plan.environment?.name ?? null)}`;
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
