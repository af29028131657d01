"use client";

import { Radar } from "lucide-react";
import { ComparisonBrief } from "@/components/comparisons/comparison-brief";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { useViewer } from "@/components/shell/viewer";
import { Badge } from "@/components/ui/badge";
import { Button, ButtonLink } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { useProbeTwice } from "@/lib/queries/comparisons";
import { isBeingProven } from "@/lib/queries/purges";
import { can, rolesWith } from "@/lib/schemas/permissions";
import type { PurgeDetail } from "@/lib/schemas/purges";
import { CollateralNotice } from "./collateral-notice";
import { rolesInWords } from "./purge-words";
import { pathOf, urlsOf } from "./scope-words";
import { SecondPurge } from "./second-purge";

/** Where a comparison for this purge begins: its tenant, its page when it names one, and the purge. */
function compareHref(purge: PurgeDetail): string {
  const query = new URLSearchParams();
  if (purge.tenant) query.set("tenant", purge.tenant.id);
  const [url] = urlsOf(purge.selector);
  if (url !== undefined) query.set("path", pathOf(url));
  query.set("purge", purge.id);
  return `/compare/new?${query.toString()}`;
}

function ProofActions({
  purge,
  run,
}: {
  purge: PurgeDetail;
  run: ReturnType<typeof useProbeTwice>;
}) {
  const { role } = useViewer();
  const newest = purge.comparisons[0];
  if (purge.tenant === null) return null;
  if (!can(role, "comparison.run"))
    return (
      <p className="text-sm text-muted">
        Probing takes the role {rolesInWords(rolesWith("comparison.run"))}.
      </p>
    );
  return (
    <div className="flex flex-wrap gap-2">
      {newest && (
        <Button
          icon={<Radar aria-hidden />}
          pending={run.isPending}
          onClick={() => run.mutate({ comparisonId: newest.id, purgeId: purge.id })}
        >
          Probe now
        </Button>
      )}
      <ButtonLink href={compareHref(purge)}>
        {newest ? "Compare another page" : "Compare with a control"}
      </ButtonLink>
    </div>
  );
}

/** What the console's own proof came to where there are no probes to show it by. */
function WithoutProbes({ purge }: { purge: PurgeDetail }) {
  if (purge.proof !== null && purge.comparisons.length === 0)
    return <Notice tone="unknown" title={purge.proof.summary} />;
  if (purge.proof !== null || purge.comparisons.length > 0) return null;
  return (
    <p>
      <Badge tone="unknown">Not verified</Badge>{" "}
      <span className="text-muted">
        Cloudflare took the request; only a probe shows its effect.
      </span>
    </p>
  );
}

/** What probes have shown: the comparisons made for this purge, newest first, or that there are none. */
export function ReceiptProof({ purge }: { purge: PurgeDetail }) {
  const run = useProbeTwice();
  const isRunning = isBeingProven(purge);
  if (purge.status !== "accepted") return <NotYet purge={purge} />;
  return (
    <div className="flex flex-col gap-3">
      <p role="status" className={isRunning ? "flex items-center gap-2 text-cold" : "sr-only"}>
        {isRunning && <Radar aria-hidden className="size-4 shrink-0" />}
        {isRunning
          ? "Probing until there is a proof, or its time is over"
          : (purge.proof?.summary ?? "")}
      </p>
      {!isRunning && <WithoutProbes purge={purge} />}
      {purge.comparisons.map((comparison) => (
        <ComparisonBrief key={comparison.id} comparison={comparison} />
      ))}
      <SecondPurge purge={purge} />
      {purge.collateral !== null && <CollateralNotice collateral={purge.collateral} />}
      {run.error && (
        <ProblemNotice
          title="The probes could not be made"
          error={run.error}
          onRetry={() => run.mutate(run.variables)}
        />
      )}
      {!isRunning && <ProofActions purge={purge} run={run} />}
    </div>
  );
}

function NotYet({ purge }: { purge: PurgeDetail }) {
  if (purge.status === "failed")
    return <p className="text-muted">Nothing to verify: Cloudflare did not accept it.</p>;
  if (purge.status === "cancelled")
    return <p className="text-muted">Nothing to verify: it was cancelled and never sent.</p>;
  if (purge.proof === null)
    return (
      <p className="text-muted">There is nothing to verify before Cloudflare has accepted it.</p>
    );
  if (purge.proof.state === "ended") return <Notice tone="unknown" title={purge.proof.summary} />;
  return (
    <div className="flex flex-col gap-3">
      <p className="text-muted">
        {purge.proof.state === "before"
          ? "The page is being recorded as it is. The purge waits for that, a few seconds at most."
          : "The page is recorded as it was before. It is probed again as soon as Cloudflare has accepted the purge."}
      </p>
      {purge.comparisons.map((comparison) => (
        <ComparisonBrief key={comparison.id} comparison={comparison} />
      ))}
    </div>
  );
}
