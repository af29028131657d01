import { beforeAll, expect, test } from "vitest";
import { exampleDirectory } from "@/prisma/factories/directory";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { checkDirectory } from "./check-directory";
import { importDirectory } from "./import-directory";

const database = withTestDatabase();
beforeAll(async () => {
  useTestEnv();
  await importDirectory(exampleDirectory());
});

const german = { name: "German", language: "de" };

test("how a page is probed is loaded, kept by a list of paths, and taken away when that is said", async () => {
  const [acme] = exampleDirectory().tenants;
  if (acme === undefined) throw new Error("no tenant");
  const setup = {
    variants: [{ name: "Phone", device: "mobile", headers: { "X-B": "2", "X-A": "1" } }, german],
    leaveOut: [{ begin: 'nonce="', end: '"' }, { pointer: "/items/*/at" }],
    probeHeader: { name: "X-Probe", secret: "ACME" },
  };
  const load = async (pages: unknown[]) => {
    await importDirectory({ tenants: [{ ...acme, pages }] });
    const rows = await database().page.findMany({
      where: { tenantId: acme.id },
      omit: { id: true, tenantId: true, position: true },
      orderBy: { position: "asc" },
    });
    return rows;
  };
  const loaded = [
    {
      path: "/billing",
      variants: setup.variants,
      leaveOut: setup.leaveOut,
      secretHeader: "X-Probe",
      secretName: "ACME",
    },
  ];
  expect(await load([{ path: "/billing", ...setup }])).toEqual(loaded);
  expect(await load(["/billing"])).toEqual(loaded);
  const none = { variants: [], leaveOut: [], secretHeader: null, secretName: null };
  const away = { path: "/billing", variants: [], leaveOut: [], probeHeader: null };
  expect(await load(["/", away])).toEqual([
    { path: "/", ...none },
    { path: "/billing", ...none },
  ]);
});

const refused: [place: string, pages: unknown[]][] = [
  ["pages[0]", [7]],
  ["pages[0].path", [{ path: "" }]],
  ["pages[0]", [{ path: "no slash" }]],
  ["pages[1]", ["/a", { path: "/b/../a" }]],
  ["pages[0]", [{ path: "/a", surprise: 1 }]],
  ["pages[0].variants[0]", [{ path: "/a", variants: [{ name: "the same" }] }]],
  ["pages[0].variants", [{ path: "/a", variants: [german, german] }]],
  ["pages[0].variants[0].device", [{ path: "/a", variants: [{ ...german, device: "fridge" }] }]],
  ["pages[0].variants[0].language", [{ path: "/a", variants: [{ name: "x", language: "d\r\n" }] }]],
  ["pages[0].variants[0].query", [{ path: "/a", variants: [{ name: "x", query: "a b" }] }]],
  ["pages[0].variants[0].headers", [{ path: "/a", variants: [{ name: "x", headers: 1 }] }]],
  ["pages[0].leaveOut[0]", [{ path: "/a", leaveOut: [{ begin: "x" }] }]],
  ["pages[0].probeHeader.name", [{ path: "/a", probeHeader: { name: "Cookie", secret: "A" } }]],
  ["pages[0].probeHeader.secret", [{ path: "/a", probeHeader: { name: "X-P", secret: "a b" } }]],
];

test.each(refused)("%s is named when it is wrong: %j", (place, pages) => {
  const [tenant] = exampleDirectory().tenants;
  const checked = checkDirectory({ tenants: [{ ...tenant, pages }] }, new Set());
  expect("problems" in checked && checked.problems.map(({ path }) => path)).toContain(
    `tenants[0].${place}`,
  );
});

test.each([
  "Cookie",
  "authorization",
  "Host",
  "X-Forwarded-For",
  "CF-Connecting-IP",
  "Content-Length",
])("no page names %s as a header that probes send", (name) => {
  const [tenant] = exampleDirectory().tenants;
  const pages = [{ path: "/a", variants: [{ name: "x", headers: { [name]: "1" } }] }];
  const checked = checkDirectory({ tenants: [{ ...tenant, pages }] }, new Set());
  expect("problems" in checked && checked.problems[0]?.path).toMatch(/^tenants\[0\]\.pages\[0\]/);
});
