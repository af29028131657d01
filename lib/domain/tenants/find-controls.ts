import { db } from "@/lib/platform/database";
import { AppError } from "@/lib/schemas/errors";
import type { Probe } from "@/lib/schemas/probes";
import type { ControlSuggestions } from "@/lib/schemas/tenants";
import { findLastProbes } from "./read-tenant";

const most = 5;
/** How many tenants with the same page are looked at. */
const candidates = 50;

function whyOf(probe: Probe | null): string {
  if (probe === null) return "Same zone, same page; not probed yet.";
  return probe.cacheStatus === "HIT"
    ? "Same zone, same page, warm when last probed."
    : `Same zone, same page; ${probe.cacheStatus ?? "no cache status"} when last probed.`;
}

/**
 * Tenants that can serve as control for a page: same zone, same page, another host; those last seen warm
 * first.
 *
 * @throws AppError not_found
 */
export async function findControls(
  tenantId: string,
  path: string,
): Promise<ControlSuggestions["items"]> {
  const tenant = await db().tenant.findUnique({
    where: { id: tenantId },
    select: { zoneId: true, hosts: { select: { host: true } } },
  });
  if (tenant === null)
    throw new AppError("not_found", `There is no tenant with the id ${tenantId}.`);
  const ownHosts = tenant.hosts.map(({ host }) => host);
  const rows = await db().tenant.findMany({
    where: {
      zoneId: tenant.zoneId,
      removedAt: null,
      id: { not: tenantId },
      pages: { some: { path } },
      hosts: { some: {}, none: { host: { in: ownHosts } } },
    },
    select: { id: true, slug: true, name: true },
    orderBy: { slug: "asc" },
    take: candidates,
  });
  const probes = await findLastProbes(
    rows.map(({ id }) => id),
    [path],
  );
  const items = rows.map((row) => {
    const lastProbe = probes.get(`${row.id} ${path}`) ?? null;
    return { tenant: row, why: whyOf(lastProbe), lastProbe };
  });
  const rank = (probe: Probe | null) => (probe?.cacheStatus === "HIT" ? 0 : probe === null ? 1 : 2);
  return items.sort((a, b) => rank(a.lastProbe) - rank(b.lastProbe)).slice(0, most);
}
