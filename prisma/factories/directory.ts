const zone = "example.com";

const tagPlan = [
  {
    zone,
    pattern: "tenant:{id}",
    scope: "tenant",
    owner: "platform",
    trigger: "any tenant write",
    routes: ["/*"],
  },
  {
    zone,
    pattern: "invoice:{id}",
    scope: "object",
    owner: "billing",
    trigger: "invoice write",
    routes: ["/billing", "/billing/invoices/*"],
  },
  {
    zone,
    pattern: "page:{name}",
    scope: "shared",
    owner: "web",
    trigger: "template release",
    routes: ["/billing"],
  },
];

const tenants = [
  {
    id: "42",
    slug: "acme",
    name: "Acme GmbH",
    zone,
    hosts: ["acme.example.com"],
    pages: ["/billing", "/api/billing"],
  },
  {
    id: "77",
    slug: "globex",
    name: "Globex Ltd",
    zone,
    hosts: ["globex.example.com", "app.example.com"],
    pages: ["/billing"],
  },
  {
    id: "78",
    slug: "initech",
    name: "Initech Inc",
    zone,
    hosts: ["app.example.com"],
    pages: ["/billing"],
  },
];

/** A directory file with two tenants on one zone, acme (42) and globex (77), and one that shares a host. */
export function exampleDirectory(edgeAddress?: string) {
  return {
    zones: [
      {
        id: "0123456789abcdef0123456789abcdef",
        name: zone,
        accountId: "fedcba9876543210fedcba9876543210",
        plan: "enterprise",
        ...(edgeAddress === undefined ? {} : { edge: { scheme: "http", address: edgeAddress } }),
      },
    ],
    tagPlan,
    tenants,
  };
}
