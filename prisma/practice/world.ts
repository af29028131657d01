import { repeatableRandom } from "./random";

export interface WorldInvoice {
  id: string;
  customer: string;
  amountCents: number;
  status: "open" | "paid" | "overdue";
}

export interface WorldTenant {
  id: string;
  slug: string;
  name: string;
  hosts: string[];
  pages: string[];
  invoices: WorldInvoice[];
  /** A canary's test tenant or control. */
  forCanary?: boolean;
}

const first = [
  "Amber", "Birch", "Cedar", "Delta", "Ember", "Fjord", "Granite", "Harbor", "Indigo", "Juniper",
  "Kestrel", "Lumen", "Marble", "Nimbus", "Ochre", "Pebble", "Quartz", "Rowan", "Saffron", "Timber",
] as const; // prettier-ignore
const second = [
  "Freight", "Analytics", "Dental", "Bakeries", "Robotics", "Publishing", "Insurance", "Cycling",
  "Studios", "Logistics",
] as const; // prettier-ignore
const legal = ["GmbH", "Ltd", "SARL", "Inc", "AG"] as const;
const customers = [
  "Wholesale",
  "Retail",
  "Public sector",
  "Partner",
  "Export",
  "Subscription",
] as const;

const account = "a1b2c3d4e5f60718293a4b5c6d7e8f90";

/** The zones of the practice deployment. Names under localhost reach this machine in any browser. */
export const practiceZones = [
  {
    id: "c0ffee00000000000000000000000001",
    name: "practice.localhost",
    accountId: account,
    plan: "enterprise",
    environments: [],
  },
  {
    id: "c0ffee00000000000000000000000002",
    name: "eu.practice.localhost",
    accountId: account,
    plan: "enterprise",
    environments: [{ ref: "5ta91n6e", name: "Staging" }],
  },
] as const;

/** The tag plan of each practice zone: what the billing app's responses carry. */
export const practiceTagPlan = [
  {
    pattern: "tenant:{id}",
    scope: "tenant",
    owner: "platform",
    trigger: "any tenant write",
    routes: ["/*"],
  },
  {
    pattern: "invoice:{id}",
    scope: "object",
    owner: "billing",
    trigger: "invoice write",
    routes: ["/billing", "/api/billing", "/billing/invoices/*"],
  },
  {
    pattern: "page:{name}",
    scope: "shared",
    owner: "web",
    trigger: "template release",
    routes: ["/", "/help", "/billing", "/billing/invoices/*"],
  },
] as const;

/** The canary of the first zone: whom it edits and purges, and who has to stay warm. */
export const practiceCanary = {
  tenantId: "90",
  controlId: "91",
  path: "/billing",
  objectTags: ["invoice:21980"],
  everyHours: 24,
  oldAfterDays: 7,
};

function invoicesOf(index: number, firstId: number): WorldInvoice[] {
  const random = repeatableRandom(9_000 + index);
  return Array.from({ length: 5 }, (_, at) => ({
    id: String(firstId + at),
    customer: `${random.pick(customers)} customer ${at + 1}`,
    amountCents: 1_000 + random.below(900_000),
    status: random.pick(["open", "paid", "overdue"] as const),
  }));
}

function tenant(index: number, id: string, slug: string, name: string, zone: string): WorldTenant {
  const firstInvoice = id === "42" ? 9181 : 20_000 + index * 10;
  const invoices = invoicesOf(index, firstInvoice);
  return {
    id,
    slug,
    name,
    hosts: [`${slug}.${zone}`],
    pages: ["/billing", "/api/billing", "/", `/billing/invoices/${invoices[1]?.id ?? ""}`],
    invoices,
  };
}

function makeTenants(): { zoneId: string; tenants: WorldTenant[] }[] {
  const [main, europe] = practiceZones;
  const named = [
    tenant(0, "42", "acme", "Acme GmbH", main.name),
    tenant(1, "77", "globex", "Globex Ltd", main.name),
  ];
  const canaries = [
    tenant(198, practiceCanary.tenantId, "canary", "Canary, a test tenant", main.name),
    tenant(199, practiceCanary.controlId, "canary-control", "Canary, its control", main.name),
  ].map((one) => ({ ...one, forCanary: true }));
  const others = first.flatMap((one, row) =>
    second.map((two, column) => {
      const index = 2 + row * second.length + column;
      const long =
        index % 67 === 0 ? " and Sons International Holding for Central and Northern Regions" : "";
      const name = `${one} ${two}${long} ${legal[index % legal.length] ?? ""}`;
      const zone = index % 5 === 4 ? europe : main;
      const slug = `${one}-${two}`.toLowerCase();
      return { zone, tenant: tenant(index, String(100 + index), slug, name, zone.name) };
    }),
  );
  // 200 in all.
  const kept = others.slice(0, 196);
  return [main, europe].map((zone) => ({
    zoneId: zone.id,
    tenants: [
      ...(zone === main ? named : []),
      ...kept.filter((one) => one.zone === zone).map((one) => one.tenant),
      ...(zone === main ? canaries : []),
    ],
  }));
}

/** The tenants of each practice zone, the same at each start; 42 (acme) and 77 (globex) come first. */
export const practiceTenants = makeTenants();
