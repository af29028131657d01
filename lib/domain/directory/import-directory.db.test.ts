import { beforeAll, expect, test } from "vitest";
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
});

test("loads into an empty database, and again without a change", async () => {
  const file = exampleDirectory("127.0.0.1:8081");
  expect(await importDirectory(file)).toEqual({ zones: 1, tagPlan: 3, tenants: 3 });
  const first = await snapshot();
  expect(first.tenants.map(({ slug }) => slug)).toEqual(["acme", "globex", "initech"]);
  expect(first.zones[0]?.edgeAddress).toBe("127.0.0.1:8081");
  await importDirectory(file);
  expect(await snapshot()).toEqual(first);
  expect(await database().auditEntry.count({ where: { action: "directory.import" } })).toBe(2);
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
  ["the file", []],
])("names %s when it is wrong, and changes nothing", async (place, file) => {
  const before = await snapshot();
  const entries = await database().auditEntry.count();
  const mixed = Array.isArray(file)
    ? file
    : {
        zones: [
          { ...zone, id: "e".repeat(32), name: "new.example" },
          ...("zones" in file ? file.zones : []),
        ],
        ...("zones" in file ? {} : file),
      };
  const expected = "zones" in file ? place.replace("zones[0]", "zones[1]") : place;
  await expect(importDirectory(mixed)).rejects.toThrow(expected.replace(".surprise", ""));
  expect(await snapshot()).toEqual(before);
  expect(await database().auditEntry.count()).toBe(entries);
});
