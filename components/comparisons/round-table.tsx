import { Fragment, type ReactNode } from "react";
import { CacheStatusBadge } from "@/components/probes/cache-status-badge";
import { TenantLink } from "@/components/tenants/tenant-link";
import { Badge } from "@/components/ui/badge";
import { cx } from "@/components/ui/class-names";
import { Copyable } from "@/components/ui/copy";
import { Time } from "@/components/ui/time";
import type { Comparison } from "@/lib/schemas/comparisons";
import type { Probe } from "@/lib/schemas/probes";
import type { ContentChange, Round, SeenProbe } from "./rounds";

const columns = "grid sm:grid-cols-[5.5rem_minmax(0,1fr)_minmax(0,1fr)]";

/**
 * Both sides of a comparison, one row a round, so that the eye runs across. On a small screen the two
 * answers of a round stand under each other. The roles are written out because a row that is no longer
 * drawn as one would lose its own.
 */
export function RoundTable({
  comparison,
  rounds,
}: {
  comparison: Comparison;
  rounds: readonly Round[];
}) {
  const controlSlug = comparison.control?.tenant.slug ?? "no control";
  return (
    <table
      role="table"
      aria-label={`Probes of ${comparison.path}`}
      className="block w-full rounded-md border border-hairline bg-panel"
    >
      <thead role="rowgroup" className="block max-sm:sr-only">
        <tr role="row" className={cx(columns, "border-b border-hairline")}>
          <th
            role="columnheader"
            scope="col"
            className="px-3 py-2 text-left text-xs font-medium text-muted"
          >
            Round
          </th>
          <SideHead word="Affected" side={comparison.affected} />
          <SideHead word="Control" side={comparison.control} />
        </tr>
      </thead>
      <tbody role="rowgroup" className="block">
        {rounds.map((round, index) => (
          <Fragment key={round.key}>
            {isFirstAfter(rounds, index) && <PurgeLine purge={comparison.purge} />}
            <tr
              role="row"
              className={cx(
                columns,
                (index > 0 || isFirstAfter(rounds, index)) && "border-t border-hairline",
              )}
            >
              <th
                role="rowheader"
                scope="row"
                className="px-3 pt-2 text-left text-sm font-medium sm:py-2.5"
              >
                {round.label}
              </th>
              <SideCell
                seen={round.affected}
                slug={comparison.affected.tenant.slug}
                word="Affected"
              />
              <SideCell seen={round.control} slug={controlSlug} word="Control" />
            </tr>
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

/** Whether a purge lies between this round and the one before it. */
function isFirstAfter(rounds: readonly Round[], index: number): boolean {
  return rounds[index]?.phase === "after" && rounds[index - 1]?.phase !== "after";
}

/** The moment that parts before from after: the one line that matters. */
function PurgeLine({ purge }: { purge: Comparison["purge"] }) {
  if (purge === null) return null;
  return (
    <tr role="row" className="block border-t-2 border-control first:border-t-0">
      <td role="cell" colSpan={3} className="block px-3 py-1.5 text-xs text-muted">
        Purge requested <Time value={purge.requestedAt} mode="clock" />
        {purge.finishedAt !== null && (
          <>
            , {purge.status} <Time value={purge.finishedAt} mode="clock" />
          </>
        )}
      </td>
    </tr>
  );
}

function SideHead({ word, side }: { word: string; side: Comparison["control"] }) {
  return (
    <th role="columnheader" scope="col" className="min-w-0 px-3 py-1.5 text-left font-normal">
      <span className="block text-xs font-medium text-muted">{word}</span>
      {side === null ? (
        <span className="text-muted">No control tenant</span>
      ) : (
        <TenantLink tenant={side.tenant} />
      )}
    </th>
  );
}

function SideCell({ seen, slug, word }: { seen: SeenProbe | null; slug: string; word: string }) {
  return (
    <td role="cell" className="min-w-0 px-3 py-2 sm:border-l sm:border-hairline">
      <span className="mb-0.5 block text-xs text-muted sm:hidden">
        {word} {slug}
      </span>
      {seen === null ? <Badge tone="unknown">Not probed</Badge> : <Answer seen={seen} />}
    </td>
  );
}

function Answer({ seen: { probe, meaning, content } }: { seen: SeenProbe }) {
  if (probe.error !== null)
    return (
      <>
        <Badge tone="broken">No answer</Badge>
        <span className="block text-sm text-muted">{probe.error}</span>
      </>
    );
  return (
    <>
      <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <CacheStatusBadge status={probe.cacheStatus} meaning={meaning} />
        <span className="font-mono text-sm tabular">
          {probe.age === null ? <span className="text-faint">no Age</span> : `Age ${probe.age} s`}
        </span>
        <Content change={content} probe={probe} />
      </span>
      <Details probe={probe} />
    </>
  );
}

/** Differences stand out, sameness recedes. */
function Content({ change, probe }: { change: ContentChange; probe: Probe }) {
  const words: Record<Exclude<ContentChange, null>, ReactNode> = {
    first: <span className="text-muted">first content seen</span>,
    same: <span className="text-muted">same content as first</span>,
    changed: <span className="font-medium">different from first</span>,
  };
  return (
    <span className="text-sm" title={probe.fingerprint ?? undefined}>
      {change === null ? <span className="text-faint">content not known</span> : words[change]}
    </span>
  );
}

function Details({ probe }: { probe: Probe }) {
  return (
    <span className="mt-0.5 flex flex-wrap items-center gap-x-2.5 text-xs text-muted">
      <span className={cx("font-mono", probe.httpStatus !== 200 && "font-medium text-text")}>
        {probe.httpStatus === null ? "no status" : `HTTP ${probe.httpStatus}`}
      </span>
      <span className="font-mono" title="Time to first byte">
        {probe.ttfbMs === null ? "no time" : `${probe.ttfbMs} ms`}
        <span className="sr-only"> to first byte</span>
      </span>
      <span className="font-mono" title="Cloudflare's data centre">
        {probe.colo ?? "data centre not known"}
      </span>
      <Time value={probe.startedAt} mode="clock" />
      {probe.cfRay !== null && (
        <Copyable value={probe.cfRay} label="cf-ray" quiet className="max-w-44" />
      )}
    </span>
  );
}
