import Link from "next/link";
import { TenantLink } from "@/components/tenants/tenant-link";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import type { Overview } from "@/lib/schemas/overview";

type Proofs = Overview["proofs"];

function Count({ count, words, proof }: { count: number; words: string; proof: string }) {
  return (
    <li className="flex items-baseline gap-1.5">
      <span className="font-mono tabular">{count.toLocaleString("en")}</span>
      {count === 0 ? (
        <span className="text-muted">{words}</span>
      ) : (
        <Link
          href={`/purges?proof=${proof}&period=24h`}
          className="inline-flex min-h-6 items-center text-accent-text underline"
        >
          {words}
        </Link>
      )}
    </li>
  );
}

function Collateral({ collateral }: Pick<Proofs, "collateral">) {
  if (collateral.length === 0) return null;
  return (
    <Notice tone="old" title="Other tenants' pages went cold around purges" className="mt-3">
      <ul className="flex flex-col gap-1">
        {collateral.map(({ purgeId, tenant, at, summary }) => (
          <li key={purgeId} className="flex flex-wrap items-baseline gap-x-2">
            <Time value={at} />
            <TenantLink tenant={tenant} />
            <span className="min-w-0 wrap-anywhere">{summary}</span>
            <Link
              href={`/purges/${purgeId}`}
              className="inline-flex min-h-6 items-center text-accent-text underline"
            >
              Receipt
              <span className="sr-only"> of the purge of {tenant?.name ?? "no known tenant"}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Notice>
  );
}

/** What the console's own probes showed in the last 24 hours: that purges worked, or not. */
export function Proofs({ proofs }: { proofs: Proofs }) {
  const { verified, notVerified, cannotTell, collateral } = proofs;
  const isEmpty = verified + notVerified + cannotTell === 0;
  return (
    <Section title="Proof in the last 24 hours">
      {isEmpty ? (
        <p className="text-muted">No purge was proven by probes.</p>
      ) : (
        <ul className="flex flex-wrap gap-x-8 gap-y-1">
          <Count count={notVerified} words="not verified" proof="not_verified" />
          <Count count={cannotTell} words="cannot tell" proof="cannot_tell" />
          <Count count={verified} words="verified" proof="verified" />
        </ul>
      )}
      <Collateral collateral={collateral} />
    </Section>
  );
}
