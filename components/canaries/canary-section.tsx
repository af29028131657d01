import { Play } from "lucide-react";
import { ProblemNotice, listOf } from "@/components/shell/problem-notice";
import { useViewer } from "@/components/shell/viewer";
import { TenantLink } from "@/components/tenants/tenant-link";
import { Button } from "@/components/ui/button";
import { useAnnounce } from "@/components/ui/live";
import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import { useRunCanary } from "@/lib/queries/canaries";
import type { Canary } from "@/lib/schemas/canaries";
import { can, rolesWith } from "@/lib/schemas/permissions";
import { CanaryTable } from "./canary-table";
import { doneOf, runInWords } from "./canary-words";

function whyNotRun(role: Parameters<typeof can>[0], { running }: Canary): string | undefined {
  if (!can(role, "canary.run"))
    return `The role ${role} cannot run canaries. These can: ${listOf(rolesWith("canary.run"))}.`;
  return running === null ? undefined : "A run is under way";
}

function RunButton({ canary }: { canary: Canary }) {
  const { role } = useViewer();
  const announce = useAnnounce();
  const run = useRunCanary(canary.zone.id);
  return (
    <div className="flex flex-wrap items-center gap-3">
      {canary.running !== null && (
        <span role="status" className="text-sm text-muted">
          {canary.running.startedAt === null
            ? "Waits for a process to take it"
            : `Running: ${doneOf(canary.running)} of ${canary.rows.length} rows`}
        </span>
      )}
      <Button
        icon={<Play aria-hidden />}
        pending={run.isPending}
        whyDisabled={whyNotRun(role, canary)}
        onClick={() => run.mutate(undefined, { onSuccess: () => announce("The canary runs") })}
      >
        Run now<span className="sr-only"> for {canary.zone.name}</span>
      </Button>
      {run.error !== null && <ProblemNotice title="It was not run" error={run.error} />}
    </div>
  );
}

function SetUp({ canary }: { canary: Canary }) {
  const { tenant, control, path, editHost, everyHours, nextAt, oldAfterDays } = canary;
  return (
    <p className="flex flex-wrap items-center gap-x-4 gap-y-1 px-3 py-2 text-sm text-muted [&>span]:inline-flex [&>span]:min-w-0 [&>span]:items-center [&>span]:gap-1.5">
      <span>
        Page <span className="font-mono text-text">{path}</span>
      </span>
      <span>
        of <TenantLink tenant={tenant} />
      </span>
      <span>
        against <TenantLink tenant={control} />
      </span>
      <span>
        {editHost === null ? (
          "nothing is edited"
        ) : (
          <>
            edited at <span className="font-mono text-text">{editHost}</span>
          </>
        )}
      </span>
      <span>
        {everyHours === null ? "by button alone" : `every ${everyHours} h`}
        {nextAt !== null && (
          <>
            , next <Time value={nextAt} mode="absolute" />
          </>
        )}
      </span>
      <span>
        a proof counts for {oldAfterDays} {oldAfterDays === 1 ? "day" : "days"}
      </span>
    </p>
  );
}

function Runs({ canary: { runs, zone } }: { canary: Canary }) {
  if (runs.length === 0) return <p className="px-3 py-2 text-sm text-muted">It has not run yet.</p>;
  return (
    <details className="px-3 py-2 text-sm">
      <summary className="min-h-6 w-fit cursor-pointer leading-6 text-muted hover:text-text">
        The last {runs.length === 1 ? "run" : `${runs.length} runs`} of {zone.name}
      </summary>
      <ol className="mt-1 flex flex-col gap-1">
        {runs.map((run) => (
          <li key={run.id} className="flex flex-wrap gap-x-3">
            <Time value={run.finishedAt} mode="absolute" />
            <span>{runInWords(run)}</span>
            <span className="text-muted">{run.askedBy ?? "by schedule"}</span>
          </li>
        ))}
      </ol>
    </details>
  );
}

/** One zone's canary: how it is set up, what it has proven, and the button that has it run. */
export function CanarySection({ canary }: { canary: Canary }) {
  return (
    <Section
      id={canary.zone.id}
      title={canary.zone.name}
      actions={<RunButton canary={canary} />}
      flush
    >
      <SetUp canary={canary} />
      <div className="border-t border-hairline">
        <CanaryTable zone={canary.zone.name} rows={canary.rows} />
      </div>
      <Runs canary={canary} />
    </Section>
  );
}
