import { LoaderCircle } from "lucide-react";
import type { ReactNode } from "react";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { Badge, type Tone } from "@/components/ui/badge";
import { Notice } from "@/components/ui/notice";
import { cx } from "@/components/ui/class-names";
import { Skeleton } from "@/components/ui/skeleton";
import type { PurgePlan } from "@/lib/schemas/purge-plan";
import type { ScopeClass } from "@/lib/schemas/words";
import { ZoneCost } from "./zone-cost";
import { rolesInWords } from "./purge-words";

const scopeLooks: Record<ScopeClass, { word: string; tone: Tone }> = {
  tenant: { word: "Tenant's own", tone: "neutral" },
  object: { word: "One object", tone: "neutral" },
  shared: { word: "Shared", tone: "broken" },
  unknown: { word: "Not in the tag plan", tone: "unknown" },
};

export interface PlanState {
  plan: PurgePlan | undefined;
  /** Whether something is named that a plan can be made of. */
  named: boolean;
  /** Whether `plan` is of what the form says now. */
  current: boolean;
  error: Error | null;
  /** What is wrong with what was typed, in sentences; its fields say it too. */
  problems: readonly string[];
  onRetry: () => void;
}

/** What the form means, before anything is sent. It stays while the next answer is on its way. */
export function PlanView(state: PlanState) {
  const { named, current, error } = state;
  return (
    <section
      aria-labelledby="plan-title"
      className="rounded-md border border-hairline bg-panel @4xl:sticky @4xl:top-[calc(var(--bar-height)+1rem)]"
    >
      <div className="flex min-h-11 items-center justify-between gap-2 border-b border-hairline px-3">
        <h2 id="plan-title" className="text-lg font-semibold">
          What this does
        </h2>
        <span className="flex items-center gap-1 text-xs text-muted">
          {named && !current && error === null && (
            <>
              <LoaderCircle aria-hidden className="size-3 animate-turn" />
              Working it out
            </>
          )}
        </span>
      </div>
      <div className="px-3 py-3">
        <PlanBody {...state} />
      </div>
    </section>
  );
}

function PlanBody({ plan, named, current, error, problems, onRetry }: PlanState) {
  if (problems.length > 0) return <Problems problems={problems} />;
  if (!named) return <p className="text-muted">Name what to purge; nothing is sent by that.</p>;
  if (error !== null)
    return <ProblemNotice title="This cannot be planned" error={error} onRetry={onRetry} />;
  if (plan === undefined) return <Placeholder />;
  return (
    <div className={cx("flex flex-col gap-4", !current && "opacity-60")}>
      <PlanParts plan={plan} />
    </div>
  );
}

function Problems({ problems }: { problems: readonly string[] }) {
  return (
    <Notice tone="broken" title="This cannot be sent as it is">
      <ul className="flex flex-col gap-1 wrap-anywhere">
        {problems.map((problem) => (
          <li key={problem}>{problem}</li>
        ))}
      </ul>
    </Notice>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <h3 className="mb-0.5 text-xs font-medium text-muted">{title}</h3>
      {children}
    </div>
  );
}

/** What a preview says, part by part. */
export function PlanParts({ plan }: { plan: PurgePlan }) {
  return (
    <>
      <Part title="Sent to Cloudflare, exactly">
        {plan.targets.length === 0 ? (
          <p className="wrap-anywhere">Everything in {plan.zone.name}</p>
        ) : (
          <Targets plan={plan} />
        )}
        {plan.environment !== null && (
          <p className="mt-1">
            To the environment <strong className="font-medium">{plan.environment.name}</strong> of{" "}
            {plan.zone.name}
          </p>
        )}
        {plan.notes.map((note) => (
          <p key={note} className="mt-1 text-sm text-muted">
            {note}
          </p>
        ))}
      </Part>
      <Part
        title={
          plan.method === "purge"
            ? `Known pages of ${plan.tenant.slug} that go cold`
            : `Known pages of ${plan.tenant.slug} that are marked stale`
        }
      >
        <Pages plan={plan} />
      </Part>
      <Part title="Other tenants">
        <p className="flex flex-wrap items-center gap-2">
          {plan.otherTenants.count === null && <Badge tone="unknown">Not known</Badge>}
          <span>{plan.otherTenants.statement}</span>
        </p>
        {plan.wide !== null && <p className="text-sm text-muted">{plan.wide}</p>}
      </Part>
      <Part title="Cost">
        <p>{plan.cost.statement}</p>
      </Part>
      {plan.zoneCost !== null && (
        <Part title={`What everybody on ${plan.zone.name} loses`}>
          <ZoneCost cost={plan.zoneCost} />
        </Part>
      )}
      <Part title="Risk, and who may">
        <p>
          {plan.tier.label}.{" "}
          {plan.refusal?.code === "foreign_target"
            ? "Refused for every role."
            : `${capitalised(rolesInWords(plan.whoCan))} may.`}
          {plan.secondPerson !== null &&
            ` Somebody else of these has to approve it within ${plan.secondPerson.minutes} minutes.`}
        </p>
      </Part>
    </>
  );
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function Targets({ plan }: { plan: PurgePlan }) {
  return (
    <ul
      aria-label="Targets"
      className={cx(
        "divide-y divide-hairline",
        plan.targets.length > 3 && "max-h-72 overflow-y-auto",
      )}
      // What scrolls has to be reached by keyboard.
      tabIndex={plan.targets.length > 3 ? 0 : undefined}
    >
      {plan.targets.map((target) => {
        const { word, tone } = scopeLooks[target.scope];
        return (
          <li key={JSON.stringify([target.value, target.headers])} className="py-1 first:pt-0">
            <span className="flex flex-wrap items-center gap-2">
              <span className="min-w-0 font-mono text-[0.93em] wrap-anywhere">{target.value}</span>
              <Badge tone={tone}>{word}</Badge>
            </span>
            {target.headers.map(({ name, value }) => (
              <span key={name} className="block pl-3 font-mono text-[0.93em] wrap-anywhere">
                {name}: {value}
              </span>
            ))}
            {target.typed !== null && (
              <span className="block text-sm text-muted">
                Typed: <bdi className="font-mono wrap-anywhere">{target.typed}</bdi>
              </span>
            )}
            <span className="block text-sm text-muted">{target.why}</span>
          </li>
        );
      })}
    </ul>
  );
}

function Pages({ plan }: { plan: PurgePlan }) {
  if (plan.pages.length === 0)
    return (
      <p className="flex flex-wrap items-center gap-2">
        <Badge tone="unknown">None known</Badge>
        <span className="text-muted">
          {plan.environment === null
            ? "No known page of the tenant is named by it."
            : "Pages are known of production only."}
        </span>
      </p>
    );
  return (
    <ul className="flex max-h-40 flex-wrap gap-x-4 overflow-y-auto">
      {plan.pages.map((page) => (
        <li key={page.url} title={page.url} className="font-mono text-[0.93em] wrap-anywhere">
          {page.path}
        </li>
      ))}
    </ul>
  );
}

function Placeholder() {
  return (
    <div className="late flex flex-col gap-4">
      {[1, 2, 3, 4].map((part) => (
        <div key={part} className="flex flex-col gap-1.5">
          <Skeleton className="h-3 w-40" />
          <Skeleton className="h-5" />
        </div>
      ))}
    </div>
  );
}
