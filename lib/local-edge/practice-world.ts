/** Cloudflare's plan of a zone. It decides rate limits and how many files one purge may name. */
export type PracticePlan = "free" | "pro" | "business" | "enterprise";

export interface PracticeInvoice {
  id: string;
  customer: string;
  amountCents: number;
  status: "open" | "paid" | "overdue";
}

export interface PracticeTenant {
  id: string;
  slug: string;
  name: string;
  hosts: string[];
  invoices: PracticeInvoice[];
  /** A canary's test tenant or control: nobody else edits or purges it. */
  forCanary?: boolean;
}

export interface PracticeZone {
  id: string;
  name: string;
  accountId: string;
  plan: PracticePlan;
  /** Environments beside production (Version Management); ref is what the API calls them by. */
  environments?: readonly { ref: string; name: string }[];
  tenants: PracticeTenant[];
}

export interface PracticeWorld {
  zones: PracticeZone[];
}

/** The tenant that answers for a host, and the zone the host belongs to. */
export interface HostOwner {
  zone: PracticeZone;
  tenant: PracticeTenant;
}

/** Look-ups over the world that was passed in. Nothing in it changes while the edge runs. */
export interface WorldIndex {
  zones: readonly PracticeZone[];
  zoneById(zoneId: string): PracticeZone | undefined;
  ownerOfHost(hostName: string): HostOwner | undefined;
  /** True for a tenant's host, the zone's name and any name below it. */
  isHostOfZone(hostName: string, zone: PracticeZone): boolean;
}

/**
 * Builds the look-ups once. Host names are compared in lower case.
 * @throws Error when two tenants claim one host or two zones share an id: answers would be arbitrary.
 */
export function indexWorld(world: PracticeWorld): WorldIndex {
  const zonesById = new Map<string, PracticeZone>();
  const owners = new Map<string, HostOwner>();
  for (const zone of world.zones) {
    if (zonesById.has(zone.id)) throw new Error(`Two practice zones have the id ${zone.id}`);
    zonesById.set(zone.id, zone);
    for (const tenant of zone.tenants) {
      for (const host of tenant.hosts) {
        const hostName = host.toLowerCase();
        if (owners.has(hostName)) throw new Error(`Two practice tenants claim ${hostName}`);
        owners.set(hostName, { zone, tenant });
      }
    }
  }
  return {
    zones: world.zones,
    zoneById: (zoneId) => zonesById.get(zoneId),
    ownerOfHost: (hostName) => owners.get(hostName),
    isHostOfZone: (hostName, zone) =>
      owners.get(hostName)?.zone === zone ||
      hostName === zone.name.toLowerCase() ||
      hostName.endsWith(`.${zone.name.toLowerCase()}`),
  };
}
