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

/**
 * The first answer to "I changed it, it still shows the old value": whether any purge was sent, when,
 * by what, and how it ended.
 */
export function RecentPurges({ tenant }: { tenant: TenantDetail }) {
  const last = tenant.lastPurge;
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1 rounded-md border border-hairline bg-panel px-3 py-2">
      <span className="font-medium">{sentence(tenant)}</span>
      {last !== null && (
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="text-muted">Last one:</span>
          <Time value={last.requestedAt} />
          <PurgeStatusBadge status={last.status} />
          <SourceBadge source={last.source} />
          <Link
            href={`/purges/${last.id}`}
            className="inline-flex min-h-6 items-center text-accent-text underline"
          >
            Receipt
          </Link>
        </span>
      )}
    </div>
  );
}
