import { db } from "@/lib/platform/database";
import { AppError } from "@/lib/schemas/errors";
import { noSetup, pageSelect, toSetup } from "./page-row";
import { readMarker } from "./tenant-marker";

const select = {
  id: true,
  slug: true,
  name: true,
  hosts: { select: { host: true }, orderBy: { position: "asc" } },
  zone: {
    select: {
      id: true,
      edgeScheme: true,
      edgeAddress: true,
      originScheme: true,
      originAddress: true,
      originHeader: true,
      originSecret: true,
      tenantMarker: true,
      tagPatterns: {
        select: { pattern: true, scope: true, routes: true },
        orderBy: { pattern: "asc" },
      },
    },
  },
} as const;

/**
 * A tenant's page as it is probed: its first host, at its zone's edge, by its set-up. A path that the
 * directory does not list for the tenant has no set-up.
 *
 * @param path as normalisePath() wrote it
 * @throws AppError not_found, invalid_input for a tenant without a host
 */
export async function findPage(tenantId: string, path: string) {
  const tenant = await db().tenant.findUnique({
    where: { id: tenantId, removedAt: null },
    select: { ...select, pages: { where: { path }, select: pageSelect } },
  });
  if (tenant === null)
    throw new AppError("not_found", `There is no tenant with the id ${tenantId}.`);
  const hosts = tenant.hosts.map(({ host }) => host);
  const [host] = hosts;
  if (host === undefined) {
    throw new AppError("invalid_input", `The tenant ${tenant.slug} has no host to probe.`);
  }
  const { zone, id, slug, name } = tenant;
  const scheme = zone.edgeScheme === "http" ? ("http" as const) : ("https" as const);
  const edge = zone.edgeAddress === null ? null : { scheme, address: zone.edgeAddress };
  const [page] = tenant.pages;
  const { variants, leaveOut, probeHeader } = page === undefined ? noSetup : toSetup(page);
  const originScheme = zone.originScheme === "http" ? ("http" as const) : ("https" as const);
  const { originAddress, originHeader, originSecret } = zone;
  return {
    tenantId: id,
    slug,
    zoneId: zone.id,
    tenant: { id, slug, name },
    hosts,
    plan: zone.tagPatterns,
    marker: readMarker(zone.tenantMarker),
    variants,
    request: { host, path, edge, probeHeader, leaveOut },
    /** Where the origin is, and the header that it wants; null: the zone's set-up does not say. */
    origin:
      originAddress === null
        ? null
        : {
            edge: { scheme: originScheme, address: originAddress },
            probeHeader:
              originHeader === null || originSecret === null
                ? probeHeader
                : { name: originHeader, secret: originSecret },
          },
  };
}
export type TenantPage = Awaited<ReturnType<typeof findPage>>;
