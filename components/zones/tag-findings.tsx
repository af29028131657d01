import { CircleX, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Badge, type Tone } from "@/components/ui/badge";
import { Time } from "@/components/ui/time";
import type { TagFinding, TagPlanDetail } from "@/lib/schemas/zones";

const looks: Record<TagFinding["severity"], { word: string; tone: Tone; icon: ReactNode }> = {
  error: { word: "Wrong", tone: "broken", icon: <CircleX aria-hidden /> },
  warning: { word: "Doubtful", tone: "old", icon: <TriangleAlert aria-hidden /> },
  note: { word: "Good to know", tone: "neutral", icon: <Info aria-hidden /> },
};

function Examples({ examples }: Pick<TagFinding, "examples">) {
  if (examples.length === 0) return null;
  return (
    <ul className="mt-1 text-sm text-muted" aria-label="Where it was seen">
      {examples.map(({ tag, tenant, path, at }) => (
        <li key={`${tag ?? ""} ${tenant} ${path}`} className="wrap-anywhere">
          {tag !== null && <span className="font-mono text-[0.93em]">{tag} at </span>}
          <span className="font-mono text-[0.93em]">{path}</span> of {tenant}, <Time value={at} />
        </li>
      ))}
    </ul>
  );
}

function Finding({
  finding: { severity, patterns, message, todo, examples },
}: {
  finding: TagFinding;
}) {
  const { word, tone, icon } = looks[severity];
  return (
    <li className="px-3 py-2 wrap-anywhere">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Badge tone={tone} icon={icon}>
          {word}
        </Badge>
        {patterns.map((pattern) => (
          <span key={pattern} className="font-mono text-[0.93em]">
            {pattern}
          </span>
        ))}
      </p>
      <p className="mt-1">{message}</p>
      <p className="text-muted">{todo}</p>
      <Examples examples={examples} />
    </li>
  );
}

function RestsOn({ seen: { pages, tenants, since, hasOrigin } }: Pick<TagPlanDetail, "seen">) {
  if (pages === 0)
    return (
      <p className="px-3 pb-2 text-muted">
        No answer that shows which tags a page carries was seen since <Time value={since} />: the
        plan is held against itself alone.{" "}
        {!hasOrigin && "Say in the zone's set-up where its origin is. "}
        Ask &ldquo;Why stale?&rdquo; of a page{hasOrigin ? ": it asks the origin too." : " then."}
      </p>
    );
  return (
    <p className="px-3 pb-2 text-muted">
      Held against itself, and against what the origin sent with{" "}
      {pages === 1 ? "1 page" : `${pages} pages`} of{" "}
      {tenants === 1 ? "1 tenant" : `${tenants} tenants`} since <Time value={since} />, as probes
      and &ldquo;Why stale?&rdquo; saw it. Other pages are not known.
    </p>
  );
}

/** What the linter finds, the worst first, and what that rests on. */
export function TagFindings({ plan: { findings, seen } }: { plan: TagPlanDetail }) {
  return (
    <>
      <RestsOn seen={seen} />
      {findings.length === 0 ? (
        <p className="px-3 pb-3">Nothing to mend was found.</p>
      ) : (
        <ul className="divide-y divide-hairline border-t border-hairline" aria-label="Findings">
          {findings.map((finding) => (
            <Finding
              key={`${finding.code} ${finding.patterns.join(" ")} ${finding.message}`}
              finding={finding}
            />
          ))}
        </ul>
      )}
    </>
  );
}
