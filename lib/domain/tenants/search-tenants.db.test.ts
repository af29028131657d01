import { beforeAll, expect, test } from "vitest";
import { importDirectory } from "@/lib/domain/directory/import-directory";
import type { Actor } from "@/lib/schemas/actor";
import { tenantListQuery } from "@/lib/schemas/tenants";
import { exampleDirectory } from "@/prisma/factories/directory";
import { makeActor } from "@/prisma/factories/people";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { searchTenants } from "./search-tenants";

withTestDatabase();
let support: Actor;

const tenant = (id: string, slug: string, name: string) => ({
  id,
  slug,
  name,
  zone: "example.com",
  hosts: [`${slug}.example.com`],
  pages: [],
});

beforeAll(async () => {
  useTestEnv();
  await importDirectory({
    ...exampleDirectory(),
    tenants: [
      tenant("1001", "harbor-freight", "Harbor Freight"),
      tenant("1002", "harbor-dental", "Harbor Dental"),
      tenant("1003", "old-harbor", "Old Harbor 50%_off"),
      tenant("Harbor", "juniper-foods", "Juniper Foods"),
      tenant("4711", "quartz-4711", "Quartz Robotics"),
      tenant("58231", "indigo-58231", "Indigo Robotics"),
      ...Array.from({ length: 12 }, (_, at) => tenant(`20${at}`, `lumen-${at + 10}`, "Lumen")),
    ],
  });
  support = await makeActor("support");
});

const search = async (q: string, more: Record<string, unknown> = {}) => {
  const { items, nextCursor } = await searchTenants(support, tenantListQuery.parse({ q, ...more }));
  return { slugs: items.map(({ slug }) => slug), nextCursor };
};

test("the exact id comes first, then what begins with the text, then what contains it", async () => {
  expect((await search("harbor")).slugs).toEqual([
    "juniper-foods",
    "harbor-dental",
    "harbor-freight",
    "old-harbor",
  ]);
});

test.each([
  ["a slug", "harbor-dental", "harbor-dental"],
  ["a host, in capitals", "OLD-HARBOR.example.com", "old-harbor"],
  ["an id", "1001", "harbor-freight"],
  ["the beginning of an id", "100", "harbor-dental"],
  ["a part of the name", "r dent", "harbor-dental"],
  ["two letters", "ju", "juniper-foods"],
  ["a typo", "junper", "juniper-foods"],
  ["another typo", "habror dental", "harbor-dental"],
  ["two misspelt words", "quarzt roboitcs", "quartz-4711"],
  ["a misspelt word and one that is not there", "indgo bakery", "indigo-58231"],
  ["a number with another name", "nimbus robotics 4711", "quartz-4711"],
  ["a number with a name spelt wrongly", "kwartz-4711", "quartz-4711"],
  ["a part of a number with a name spelt wrongly", "indgo 823", "indigo-58231"],
  ["a name with a number that there is not", "indigo robotics 99", "indigo-58231"],
])("%s finds the tenant: %s", async (_, q, slug) => {
  expect((await search(q)).slugs[0]).toBe(slug);
});

test("what stands for anything elsewhere stands for itself", async () => {
  expect((await search("50%_")).slugs).toEqual(["old-harbor"]);
  expect((await search("%")).slugs).toEqual(["old-harbor"]);
  expect((await search("h%l")).slugs).toEqual([]);
  expect((await search("\\")).slugs).toEqual([]);
});

test("goes on page by page, each tenant once", async () => {
  const found: string[] = [];
  let cursor: string | null = "after-0";
  do {
    const page: Awaited<ReturnType<typeof search>> = await search("lumen", { limit: 5, cursor });
    found.push(...page.slugs);
    cursor = page.nextCursor;
  } while (cursor !== null);
  expect(found).toEqual(Array.from({ length: 12 }, (_, at) => `lumen-${at + 10}`));
});
