import { practiceTenants, type WorldTenant } from "@/prisma/practice/world";

/**
 * A practice tenant by its slug. Each test takes tenants of its own, so that none finds another's purges or
 * copies.
 */
export function tenantOf(slug: string): WorldTenant & { host: string; invoice: string } {
  const found = practiceTenants.flatMap(({ tenants }) => tenants).find((one) => one.slug === slug);
  const host = found?.hosts[0];
  // The one that the tenant's page list names.
  const invoice = found?.invoices[1]?.id;
  if (found === undefined || host === undefined || invoice === undefined) {
    throw new Error(`The practice data has no tenant ${slug} with a host and an invoice`);
  }
  return { ...found, host, invoice };
}

/** A ticket that no earlier test has named, such as "ZD-52107". */
export function newTicket(): string {
  return `ZD-${Date.now() % 100_000}`;
}

/** An amount below 1,000 that no earlier test has saved, such as "421.07". */
export function newAmount(): string {
  return (100 + (Date.now() % 90_000) / 100).toFixed(2);
}
