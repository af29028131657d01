"use client";

import { Radar } from "lucide-react";
import { ComparisonBrief } from "@/components/comparisons/comparison-brief";
import { ProblemNotice } from "@/components/shell/problem-notice";
import { useViewer } from "@/components/shell/viewer";
import { Badge } from "@/components/ui/badge";
import { Button, ButtonLink } from "@/components/ui/button";
import { can, rolesWith } from "@/lib/schemas/permissions";
import type { PurgeDetail } from "@/lib/schemas/purges";
import { rolesInWords } from "./purge-words";
import { pathOf, urlsOf } from "./scope-words";
import { useAfterProbes } from "./use-after-probes";

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
  run: ReturnType<typeof useAfterProbes>;
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

/** What probes have shown: the comparisons made for this purge, newest first, or that there are none. */
export function ReceiptProof({
  purge,
  comparisonId,
}: {
  purge: PurgeDetail;
  /** A comparison whose before probes were taken for this purge; null: none. */
  comparisonId: string | null;
}) {
  const run = useAfterProbes(purge, comparisonId);
  if (purge.status !== "accepted") return <NotYet purge={purge} prepared={comparisonId !== null} />;
  return (
    <div className="flex flex-col gap-3">
      {run.isPending && (
        <p className="flex items-center gap-2 text-cold">
          <Radar aria-hidden className="size-4" />
          Probing both tenants, twice, a second apart
        </p>
      )}
      {purge.comparisons.length === 0 && !run.isPending && (
        <p>
          <Badge tone="unknown">Not verified</Badge>{" "}
          <span className="text-muted">
            Cloudflare took the request; only a probe shows its effect.
          </span>
        </p>
      )}
      {run.error && (
        <ProblemNotice
          title="The probes could not be made"
          error={run.error}
          onRetry={() => run.mutate(run.variables)}
        />
      )}
      {purge.comparisons.map((comparison) => (
        <ComparisonBrief key={comparison.id} comparison={comparison} />
      ))}
      <ProofActions purge={purge} run={run} />
    </div>
  );
}

function NotYet({ purge, prepared }: { purge: PurgeDetail; prepared: boolean }) {
  if (purge.status === "failed")
    return <p className="text-muted">Nothing to verify: Cloudflare did not accept it.</p>;
  if (purge.status === "cancelled")
    return <p className="text-muted">Nothing to verify: it was cancelled and never sent.</p>;
  return (
    <p className="text-muted">
      {prepared
        ? "Both tenants are recorded as they were before. They are probed again as soon as Cloudflare has accepted the purge."
        : "There is nothing to verify before Cloudflare has accepted it."}
    </p>
  );
}
