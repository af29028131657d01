import { CacheStatusBadge } from "@/components/probes/cache-status-badge";
import { TenantLink } from "@/components/tenants/tenant-link";
import { Notice, type NoticeTone } from "@/components/ui/notice";
import { sampledInWords, type SampledPage } from "@/lib/schemas/collateral-words";
import type { Collateral } from "@/lib/schemas/proofs";

const tones: Record<Collateral["kind"], NoticeTone> = {
  calm: "info",
  cold: "old",
  import: "info",
  unknown: "unknown",
};

function Sampled({ sampled }: { sampled: readonly SampledPage[] }) {
  return (
    <>
      <ul className="mt-1 flex flex-col gap-1" aria-label="Sampled pages of other tenants">
        {sampled.map((one) => (
          <li key={`${one.tenant.id} ${one.path}`} className="flex flex-wrap items-center gap-x-2">
            <TenantLink tenant={one.tenant} />
            <span className="font-mono text-sm wrap-anywhere">{one.path}</span>
            <span className="text-sm">{sampledInWords(one)}</span>
          </li>
        ))}
      </ul>
      <p className="mt-1 text-sm">
        From one data centre. A probe fills the cache that it finds empty, so a HIT after that is
        the probe&apos;s own doing; how long visitors waited is not known here.
      </p>
    </>
  );
}

/** What became of other tenants' pages that were watched around the purge: how many of how many, and why. */
export function CollateralNotice({ collateral }: { collateral: Collateral }) {
  const { kind, summary, cause, cold, sampled = [] } = collateral;
  return (
    <Notice tone={tones[kind]} title={summary}>
      {cause !== null && <p className="wrap-anywhere">{cause}</p>}
      {sampled.length > 0 && <Sampled sampled={sampled} />}
      {cold.length > 0 && sampled.length === 0 && (
        <ul className="mt-1 flex flex-col gap-1">
          {cold.map(({ tenant, path, cacheStatus }) => (
            <li key={`${tenant.id} ${path}`} className="flex flex-wrap items-center gap-x-2">
              <TenantLink tenant={tenant} />
              <span className="font-mono text-sm wrap-anywhere">{path}</span>
              <CacheStatusBadge status={cacheStatus} meaning="cold" />
            </li>
          ))}
        </ul>
      )}
    </Notice>
  );
}
