import Link from "next/link";
import { PurgeStatusBadge, SourceBadge } from "@/components/purges/purge-badges";
import { Time } from "@/components/ui/time";
import type { TenantDetail } from "@/lib/schemas/tenants";

function sentence({ purgeCount, purgeCount24h }: TenantDetail): string {
  if (purgeCount === 0) return "No purge was ever recorded for this tenant.";
  if (purgeCount24h === 0) return "No purge recorded in the last 24 hours.";
  const noun = purgeCount24h === 1 ? "purge" : "purges";
  return `${purgeCount24h.toLocaleString("en")} ${noun} recorded in the last 24 hours.`;
}

function Newest({ label, purge }: { label: string; purge: TenantDetail["lastPurge"] }) {
  if (purge === null) return null;
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <span className="text-muted">{label}</span>
      <Time value={purge.requestedAt} />
      <PurgeStatusBadge status={purge.status} />
      <SourceBadge source={purge.source} />
      <Link
        href={`/purges/${purge.id}`}
        className="inline-flex min-h-6 items-center text-accent-text underline"
      >
        Receipt
      </Link>
    </span>
  );
}

/**
 * The first answer to "I changed it, it still shows the old value": whether any purge was sent, when,
 * by what, and how it ended; and whether one without a tenant, of the whole zone say, may have reached it.
 */
export function RecentPurges({ tenant }: { tenant: TenantDetail }) {
  return (
    <div className="flex flex-col gap-y-1 rounded-md border border-hairline bg-panel px-3 py-2">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="font-medium">{sentence(tenant)}</span>
        <Newest label="Last one:" purge={tenant.lastPurge} />
      </div>
      <Newest label="Last of the zone without a tenant:" purge={tenant.lastWithoutTenant24h} />
    </div>
  );
}
