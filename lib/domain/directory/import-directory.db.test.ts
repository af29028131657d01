import { beforeAll, expect, test } from "vitest";
import { loadPolicy } from "@/lib/domain/policies/load-policy";
import { exampleDirectory } from "@/prisma/factories/directory";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { importDirectory } from "./import-directory";

const database = withTestDatabase();
beforeAll(() => {
  useTestEnv({ PROBE_PRIVATE_EDGES: "127.0.0.1:8081" });
});

const snapshot = async () => ({
  zones: await database().zone.findMany({ omit: { updatedAt: true, createdAt: true } }),
  tags: await database().tagPattern.findMany({ omit: { id: true }, orderBy: { pattern: "asc" } }),
  tenants: await database().tenant.findMany({
    omit: { updatedAt: true, createdAt: true },
    include: {
      hosts: { orderBy: { position: "asc" } },
      pages: { omit: { id: true }, orderBy: { position: "asc" } },
    },
    orderBy: { id: "asc" },
  }),
  environments: await database().zoneEnvironment.findMany({ orderBy: { ref: "asc" } }),
  policies: (await loadPolicy(database())).policy,
  accountLimits: await database().accountLimit.findMany({ orderBy: { plan: "asc" } }),
});

/** By which transaction each row was written last. */
const versions = () => database().$queryRaw`
  SELECT xmin::text AS written FROM zone UNION ALL SELECT xmin::text FROM tag_pattern
  UNION ALL SELECT xmin::text FROM zone_environment UNION ALL SELECT xmin::text FROM tenant
  UNION ALL SELECT xmin::text FROM tenant_host UNION ALL SELECT xmin::text FROM page
  UNION ALL SELECT xmin::text FROM account_limit UNION ALL SELECT xmin::text FROM canary`;

test("loads into an empty database, and again without a change", async () => {
  const file = exampleDirectory("127.0.0.1:8081");
  expect(await importDirectory(file)).toEqual({
    zones: 1,
    tagPlan: 3,
    policies: 0,
    accountLimits: 0,
    retention: 0,
    tenants: 3,
    unchanged: 0,
  });
  const first = await snapshot();
  expect(first.tenants.map(({ slug }) => slug)).toEqual(["acme", "globex", "initech"]);
  expect(first.zones[0]?.edgeAddress).toBe("127.0.0.1:8081");
  const written = await versions();
  expect(await importDirectory(file)).toMatchObject({ unchanged: 7 });
  expect(await snapshot()).toEqual(first);
  expect(await versions(), "no row was written again").toEqual(written);
  expect(
    await database().auditEntry.count({
      where: { action: "directory.import", subjectKind: "directory" },
    }),
  ).toBe(2);
});

test("updates what the file names and keeps the rest", async () => {
  const { tenants } = exampleDirectory();
  const [acme] = tenants;
  if (acme === undefined) throw new Error("no tenant");
  await importDirectory({
    tenants: [
      {
        ...acme,
        name: "Acme AG",
        hosts: ["acme.example.com", "www.acme.example.com"],
        pages: ["/"],
      },
    ],
  });
  const after = await snapshot();
  expect(after.tenants).toHaveLength(3);
  expect(after.tenants[0]).toMatchObject({
    name: "Acme AG",
    searchText: "42 acme acme ag acme.example.com www.acme.example.com",
    pages: [{ path: "/" }],
  });
});

const good = exampleDirectory();
const [zone] = good.zones;
const [tenant] = good.tenants;
if (zone === undefined) throw new Error("no zone");
const accountId = zone.accountId;
const staging = { ref: "a1b2c3", name: "Staging" };

test("policies, account limits and environments, again without a change", async () => {
  const file = {
    zones: [{ ...zone, environments: [staging, { ref: "d4", name: "Development" }] }],
    policies: [
      { tier: "tenant", graceSeconds: 0 },
      { tier: "section", graceSeconds: 300 },
    ],
    accountLimits: [
      { accountId, plan: "enterprise", requestsPerSecond: 0.5, filesPerRequest: 200 },
    ],
  };
  expect(await importDirectory(file)).toMatchObject({ policies: 2, accountLimits: 1 });
  const first = await snapshot();
  expect(first.environments).toEqual([
    { zoneId: zone.id, ...staging },
    { zoneId: zone.id, ref: "d4", name: "Development" },
  ]);
  const rules = Object.entries(first.policies.tiers);
  const grace = Object.fromEntries(rules.map(([tier, { graceSeconds }]) => [tier, graceSeconds]));
  expect(grace).toEqual({ object: 5, tenant: 0, section: 300, shared: 5, everything: 5 });
  expect(first.accountLimits).toEqual([
    {
      accountId,
      plan: "enterprise",
      requestsPerSecond: 0.5,
      requestBucket: null,
      filesPerSecond: null,
      itemsPerRequest: null,
      filesPerRequest: 200,
    },
  ]);
  await importDirectory(file);
  expect(await snapshot()).toEqual(first);
});

test("a limit that the file no longer names is the plan's again", async () => {
  const limit = { accountId, plan: "enterprise", requestBucket: 900 };
  await importDirectory({ accountLimits: [limit] });
  expect((await snapshot()).accountLimits).toMatchObject([
    { requestBucket: 900, requestsPerSecond: null, filesPerRequest: null },
  ]);
});

test("a zone's environments are replaced when the file names them, else kept", async () => {
  await importDirectory({ zones: [zone] });
  expect((await snapshot()).environments).toHaveLength(2);
  const swapped = [
    { ref: staging.ref, name: "Development" },
    { ref: "e5", name: staging.name },
  ];
  await importDirectory({ zones: [{ ...zone, environments: swapped }] });
  expect((await snapshot()).environments.map(({ ref, name }) => ({ ref, name }))).toEqual(swapped);
  await importDirectory({ zones: [{ ...zone, environments: [] }] });
  expect((await snapshot()).environments).toEqual([]);
});
test.each([
  ["zones[0].id", { zones: [{ ...zone, id: "short" }] }],
  ["zones[0].plan", { zones: [{ ...zone, plan: "gold" }] }],
  ["zones[0].surprise", { zones: [{ ...zone, surprise: 1 }] }],
  [
    "zones[0].edge.address",
    { zones: [{ ...zone, edge: { scheme: "http", address: "10.0.0.1:80" } }] },
  ],
  [
    "zones[0].edge.address",
    { zones: [{ ...zone, edge: { scheme: "http", address: "localhost:80" } }] },
  ],
  [
    "zones[0].edge.address",
    { zones: [{ ...zone, edge: { scheme: "http", address: "[::1]:80" } }] },
  ],
  [
    "zones[0].edge.address",
    { zones: [{ ...zone, edge: { scheme: "https", address: "8.8.8.8:8443" } }] },
  ],
  ["zones[0].tenantMarker", { zones: [{ ...zone, tenantMarker: "{id}" }] }],
  ["zones[0].tenantMarker", { zones: [{ ...zone, tenantMarker: 'a="{id}" {slug}"' }] }],
  ...["127.0.0.1", "2130706433", "0x7f.1", "acme.example.1"].map((host) => [
    "tenants[0].hosts[0]",
    { tenants: [{ ...tenant, hosts: [host] }] },
  ]),
  ["zones[0].name", { zones: [{ ...zone, id: "f".repeat(32) }] }],
  ["tagPlan[0].zone", { tagPlan: [{ ...good.tagPlan[0], zone: "nowhere.example" }] }],
  ["tenants[0].zone", { tenants: [{ ...tenant, zone: "nowhere.example" }] }],
  ["tenants[0].hosts[0]", { tenants: [{ ...tenant, hosts: ["not a host"] }] }],
  ["tenants[0].hosts", { tenants: [{ ...tenant, hosts: [] }] }],
  ["tenants[0].pages[1]", { tenants: [{ ...tenant, pages: ["/ok", "no slash"] }] }],
  ["tenants[0].id", { tenants: [{ ...tenant, id: "a,b" }] }],
  [
    "tenants[1].id",
    {
      tenants: [
        { ...tenant, id: "x" },
        { ...tenant, id: "X", slug: "other" },
      ],
    },
  ],
  ["tenants[0].slug", { tenants: [{ ...tenant, id: "new" }] }],
  ...[
    { ref: "a/b", name: "A" },
    { ref: "..", name: "A" },
    { ref: "", name: "A" },
    { ref: "x".repeat(65), name: "A" },
  ].map((one) => ["zones[0].environments[0].ref", { zones: [{ ...zone, environments: [one] }] }]),
  ...[{ ref: "x", name: "" }, { ref: "x" }].map((one) => [
    "zones[0].environments[0].name",
    { zones: [{ ...zone, environments: [one] }] },
  ]),
  ...[
    [staging, { ...staging, name: "Other" }],
    [staging, { ref: "other", name: "STAGING" }],
    [staging, { ref: "staging", name: "Other" }],
    [staging, { ref: "x", name: "Production" }],
  ].map((environments) => ["zones[0].environments[1]", { zones: [{ ...zone, environments }] }]),
  ["policies[0].tier", { policies: [{ tier: "galaxy", graceSeconds: 5 }] }],
  ...[-1, 301, 1.5, "5", null].map((graceSeconds) => [
    "policies[0].graceSeconds",
    { policies: [{ tier: "tenant", graceSeconds }] },
  ]),
  [
    "policies[1].tier",
    {
      policies: [
        { tier: "tenant", graceSeconds: 5 },
        { tier: "tenant", graceSeconds: 6 },
      ],
    },
  ],
  ...[
    ["accountLimits[0].accountId", { accountId: "short" }],
    ["accountLimits[0].plan", { plan: "gold" }],
    ["accountLimits[0]", { plan: "free" }],
    ["accountLimits[0]", { accountId: "9".repeat(32) }],
    ["accountLimits[0].requestsPerSecond", { requestsPerSecond: 0 }],
    ["accountLimits[0].requestsPerSecond", { requestsPerSecond: 1e9 }],
    ["accountLimits[0].requestBucket", { requestBucket: 2 }],
    ["accountLimits[0].requestBucket", { requestBucket: 50.5 }],
    ["accountLimits[0].filesPerSecond", { filesPerSecond: "fast" }],
    ["accountLimits[0].filesPerSecond", { filesPerSecond: 300 }],
    ["accountLimits[0].filesPerRequest", { filesPerSecond: 300, filesPerRequest: 299 }],
    ["accountLimits[0].itemsPerRequest", { itemsPerRequest: 0 }],
    ["accountLimits[0].filesPerRequest", { filesPerRequest: 1e6 }],
  ].map(([place, change]) => [
    place as string,
    { accountLimits: [{ accountId, plan: "enterprise", ...(change as object) }] },
  ]),
  [
    "accountLimits[1]",
    {
      accountLimits: [
        { accountId, plan: "enterprise" },
        { accountId, plan: "enterprise" },
      ],
    },
  ],
  ["the file", []],
] as [string, object][])("names %s when it is wrong, and changes nothing", async (place, file) => {
  const before = await snapshot();
  const entries = await database().auditEntry.count();
  const mixed = Array.isArray(file)
    ? file
    : {
        zones: [
          { ...zone, id: "e".repeat(32), name: "new.example" },
          ...("zones" in file ? (file.zones as object[]) : []),
        ],
        ...("zones" in file ? {} : file),
      };
  const expected = "zones" in file ? place.replace("zones[0]", "zones[1]") : place;
  await expect(importDirectory(mixed)).rejects.toThrow(`${expected.replace(".surprise", "")}: `);
  expect(await snapshot()).toEqual(before);
  expect(await database().auditEntry.count()).toBe(entries);
});
