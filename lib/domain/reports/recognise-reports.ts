import { foreignObjects, objectTags } from "@/lib/domain/purges/foreign-objects";
import { type Recognised, recogniseEach } from "@/lib/domain/purges/recognise-tenants";
import { reachesTenant, refusedReach } from "@/lib/domain/purges/token-reach";
import { db } from "@/lib/platform/database";
import type { TokenActor } from "@/lib/schemas/actor";
import { type RefusedItem, refusedItem } from "./batch";
import type { ReadReport } from "./read-reports";
import type { ReportZone } from "./load-zones";

/** A report that may be recorded: whom it concerns is known. */
export interface KnownReport extends ReadReport {
  recognised: Recognised;
}

type NamedTenant = { id: string; slug: string };

/** The tenants of a zone that are named by id or slug, by what they were named by. */
async function findTenants(zoneId: string, named: string[]): Promise<Map<string, NamedTenant>> {
  const names = [...new Set(named)];
  if (names.length === 0) return new Map();
  const rows = await db().$queryRaw<NamedTenant[]>`
    SELECT id, slug FROM tenant
    WHERE zone_id = ${zoneId} AND (id = ANY(${names}::text[]) OR slug = ANY(${names}::text[]))`;
  const bySlug = rows.map((one) => [one.slug, one] as const);
  // An id wins over another tenant's slug that is the same.
  return new Map([...bySlug, ...rows.map((one) => [one.id, one] as const)]);
}

function withTenant(found: Recognised, tenant: NamedTenant | undefined): Recognised {
  if (tenant === undefined) return found;
  const others = found.tenants.filter(({ id }) => id !== tenant.id);
  return { ...found, tenants: [...others, tenant] };
}

function judge(
  service: TokenActor,
  report: ReadReport,
  found: Recognised,
  named: Map<string, NamedTenant>,
): KnownReport | RefusedItem {
  const { index, event, zone, kind } = report;
  const tenant = event.tenant === undefined ? undefined : named.get(event.tenant);
  const noTenant = (beyond: boolean) =>
    refusedItem(
      index,
      "tenant",
      `there is no tenant ${event.tenant ?? ""} in ${zone.name} that this token is for`,
      beyond,
    );
  if (event.tenant !== undefined && tenant === undefined) return noTenant(false);
  if (tenant !== undefined && !reachesTenant(service, tenant.id)) return noTenant(true);
  const recognised = withTenant(found, tenant);
  const refused = refusedReach(service, kind, recognised);
  if (refused !== null) return refusedItem(index, `selector.${kind}`, refused.message, true);
  if (recognised.tenants.length === 0 && !reachesTenant(service, null)) {
    const message = "is required: the token is for some tenants only, and the selector names none";
    return refusedItem(index, "tenant", message, true);
  }
  return { ...report, recognised };
}

async function recogniseInZone(
  service: TokenActor,
  zone: ReportZone,
  reports: ReadReport[],
): Promise<(KnownReport | RefusedItem)[]> {
  const named = await findTenants(
    zone.id,
    reports.flatMap(({ event }) => event.tenant ?? []),
  );
  const recognising = { ...zone, plan: zone.tagPatterns };
  const found = await recogniseEach(reports, recognising);
  // What is on record says whose an object is: a token is not to claim another tenant's by reporting it.
  const isForeign = await foreignObjects(service, reports, recognising);
  return reports.map((report, at) => {
    const one = found[at];
    if (one === undefined) throw new Error("Each report is recognised.");
    const foreign = objectTags(report, recognising).find(isForeign);
    return judge(service, report, { ...one, shared: one.shared ?? foreign ?? null }, named);
  });
}

/** Whom each report concerns, and whether the token's rights reach there: by the rules that the gateway has. */
export async function recogniseReports(
  service: TokenActor,
  reports: readonly ReadReport[],
): Promise<(KnownReport | RefusedItem)[]> {
  const zones = new Set(reports.map(({ zone }) => zone));
  const judged: (KnownReport | RefusedItem)[] = [];
  for (const zone of zones) {
    const ofZone = reports.filter((one) => one.zone === zone);
    judged.push(...(await recogniseInZone(service, zone, ofZone)));
  }
  return judged;
}
