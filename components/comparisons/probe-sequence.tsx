import { ArrowRight } from "lucide-react";
import { CacheStatusBadge } from "@/components/probes/cache-status-badge";
import { Badge } from "@/components/ui/badge";
import type { TenantRef } from "@/lib/schemas/tenants";
import type { Round, SeenProbe } from "./rounds";

/** How the content of one side went on, in a word; null: nothing to say yet. */
function contentInWords(seen: readonly SeenProbe[]): string | null {
  const last = seen.at(-1);
  if (last?.content === "changed") return "new content";
  return last?.content === "same" ? "same content" : null;
}

function OneAnswer({ seen }: { seen: SeenProbe }) {
  const { probe, meaning } = seen;
  if (probe.error !== null)
    return (
      <span title={probe.error}>
        <Badge tone="broken">No answer</Badge>
      </span>
    );
  return (
    <span className="inline-flex items-center gap-1">
      <CacheStatusBadge status={probe.cacheStatus} meaning={meaning} />
      {probe.age !== null && (
        <span className="font-mono text-xs whitespace-nowrap text-muted">Age {probe.age} s</span>
      )}
    </span>
  );
}

/** One side of a comparison as a line: the last answer before, and each since, with an arrow between. */
export function ProbeSequence({
  tenant,
  path,
  side,
  rounds,
  from,
}: {
  tenant: TenantRef;
  path: string;
  side: "affected" | "control";
  rounds: readonly Round[];
  /** From where, when answers from several places are shown; null: there is one. */
  from: string | null;
}) {
  const of = (phase: Round["phase"]) =>
    rounds.filter((round) => round.phase === phase).flatMap((round) => round[side] ?? []);
  const seen = [...of("before").slice(-1), ...of("during"), ...of("after")];
  const content = contentInWords(seen);
  const colo = seen.findLast(({ probe }) => probe.colo !== null)?.probe.colo;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1">
      <span className="min-w-0 wrap-anywhere">
        <span className="font-medium">{tenant.slug}</span>{" "}
        <span className="font-mono text-[0.93em]">{path}</span>{" "}
        <span className="text-xs text-muted">
          {side}
          {from !== null && `, from ${from}${colo ? ` (${colo})` : ""}`}
        </span>
      </span>
      <span className="flex min-w-0 flex-wrap items-center gap-1.5">
        {seen.length === 0 && <Badge tone="unknown">Not probed</Badge>}
        {seen.map((one, index) => (
          <span key={one.probe.id} className="inline-flex items-center gap-1.5">
            {index > 0 && <ArrowRight aria-label="then" className="size-3 shrink-0 text-faint" />}
            <OneAnswer seen={one} />
          </span>
        ))}
        {content !== null && (
          <span
            className={content === "new content" ? "text-sm font-medium" : "text-sm text-muted"}
          >
            {content}
          </span>
        )}
      </span>
    </li>
  );
}
