import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { Time } from "@/components/ui/time";
import type { PurgePlan } from "@/lib/schemas/purge-plan";
import { purgeHref } from "./purge-href";

type Cost = NonNullable<PurgePlan["zoneCost"]>;

const counted = (count: number, one: string) =>
  `${count.toLocaleString("en")} ${count === 1 ? one : `${one}s`}`;

function Probed({ probed }: Pick<Cost, "probed">) {
  if (probed === null)
    return (
      <p className="flex flex-wrap items-center gap-2">
        <Badge tone="unknown">Not known</Badge>
        <span>How much of it is warm: nothing was probed in the last 24 hours.</span>
      </p>
    );
  const { answers, hits, pages, since } = probed;
  return (
    <p>
      Warm: {hits.toLocaleString("en")} of {counted(answers, "answer")} that probes got from{" "}
      {counted(pages, "page")} since <Time value={since} /> came from cache (HIT).
    </p>
  );
}

function refillWords({ refill }: NonNullable<Cost["last"]>): string {
  if (refill === null) return "No probe saw how long the cache took to fill again.";
  const { sampled, warmAgain, slowestMs } = refill;
  const of = `Of ${counted(sampled, "sampled page")} that had gone cold`;
  if (slowestMs === null) return `${of} none was warm again while they were probed.`;
  return `${of} ${warmAgain} were warm again within ${(slowestMs / 1000).toFixed(1)} s, by the probes' own requests.`;
}

/** What everybody on a zone loses by a purge of everything: what is known of it, and what is not. */
export function ZoneCost({ cost: { tenants, hosts, pages, probed, last } }: { cost: Cost }) {
  return (
    <div className="flex flex-col gap-1">
      <p>
        {counted(tenants, "tenant")} with {counted(hosts, "host")} and{" "}
        {counted(pages, "known page")}; what else is cached there goes too.
      </p>
      <Probed probed={probed} />
      <p className="text-sm text-muted">
        What visitors&apos; requests hit, and what the origin will be asked, is not known here.
      </p>
      {last === null ? (
        <p>No purge of everything is on record for this zone.</p>
      ) : (
        <p>
          Last time:{" "}
          <Link
            className="inline-flex min-h-6 items-center text-accent-text underline"
            href={purgeHref(last.purgeId)}
          >
            <Time value={last.at} />
          </Link>
          , by {last.actorName}. {refillWords(last)}
        </p>
      )}
    </div>
  );
}
