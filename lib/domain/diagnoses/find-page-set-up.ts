import { findPage, type TenantPage } from "@/lib/domain/probes/find-page";
import { db } from "@/lib/platform/database";
import { AppError } from "@/lib/schemas/errors";
import type { PageVariant } from "@/lib/schemas/page-setup";
import { readAddress } from "./read-address";

/** A page to be asked about, with the zone that it is of. */
export interface AskedPage {
  page: TenantPage;
  zone: { id: string; name: string };
}

/**
 * The page that an address names, with the set-up of its zone.
 *
 * @throws AppError not_found, invalid_input naming the address when it is not the tenant's
 */
export async function findPageSetUp(tenantId: string, address: string): Promise<AskedPage> {
  const tenant = await db().tenant.findUnique({
    where: { id: tenantId, removedAt: null },
    select: { hosts: { select: { host: true }, orderBy: { position: "asc" } }, zone: true },
  });
  if (tenant === null) {
    throw new AppError("not_found", `There is no tenant with the id ${tenantId}.`);
  }
  const { zone } = tenant;
  const hosts = tenant.hosts.map(({ host }) => host);
  const edgePort = zone.edgeAddress?.split(":").at(-1) ?? null;
  const { host, path } = readAddress(address, hosts, edgePort);
  const found = await findPage(tenantId, path);
  const page = { ...found, request: { ...found.request, host } };
  return { page, zone: { id: zone.id, name: zone.name } };
}

/** The headers that the edge keeps copies of a page by, as far as its variants say. */
export function keyHeaders(variants: readonly PageVariant[]): string[] {
  const names = variants.flatMap(({ device, country, language, headers = {} }) => [
    ...(device === undefined ? [] : ["cf-device-type"]),
    ...(country === undefined ? [] : ["cf-ipcountry"]),
    ...(language === undefined ? [] : ["accept-language"]),
    ...Object.keys(headers).map((name) => name.toLowerCase()),
  ]);
  return [...new Set(names)];
}
