import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { importDirectory } from "@/lib/domain/directory/import-directory";
import { exampleDirectory } from "@/prisma/factories/directory";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { findPage } from "./find-page";
import { probePage } from "./probe-page";

// Whose a page says it is, looked up among the tenants of its zone, over a socket.
const database = withTestDatabase();
let body = "";
const server = createServer((_, response) => {
  response.setHeader("Content-Type", "text/html");
  response.end(body);
});
let address = "";

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  useTestEnv({ PROBE_PRIVATE_EDGES: address });
  const { zones, tagPlan, tenants } = exampleDirectory(address);
  const [zone] = zones;
  if (zone === undefined) throw new Error("no zone");
  const other = { ...zone, id: "f".repeat(32), name: "other.example" };
  await importDirectory({
    zones: [{ ...zone, tenantMarker: 'data-tenant="{slug}"' }, other],
    tagPlan,
    tenants: [
      ...tenants,
      { id: "90", slug: "hooli", name: "Hooli", zone: other.name, hosts: ["hooli.other.example"] },
      { id: "91", slug: "umbra", name: "Salt & Sons", zone: zone.name, hosts: ["u.example.com"] },
    ],
  });
});
afterAll(() => server.close());

/** What a probe of acme's page finds, by its marker. */
async function foundOn(html: string, marker?: string): Promise<string[]> {
  if (marker !== undefined) await database().zone.updateMany({ data: { tenantMarker: marker } });
  body = html;
  const { data } = await probePage(await findPage("42", "/billing"));
  return (data.findings as { code: string; reason: string }[])
    .filter(({ code }) => code === "foreign_marker")
    .map(({ reason }) => reason);
}

test("another tenant's marker on the page is found, and the finding names the tenant", async () => {
  const [reason, ...more] = await foundOn('<body data-tenant="globex">');
  expect(reason).toContain("globex");
  expect(more).toEqual([]);
  const [both] = await foundOn('<i data-tenant="acme"></i><i data-tenant="Initech"></i>');
  expect(both).toContain("initech");
  expect(both).not.toContain("acme,");
});

test("one's own marker, one that is nobody's, one of another zone and none at all are no finding", async () => {
  for (const html of [
    '<body data-tenant="acme">',
    '<body data-tenant="ACME">',
    '<body data-tenant="nobody">',
    '<body data-tenant="hooli">',
    '<body data-tenant="">',
    "<body>globex</body>",
  ])
    expect(await foundOn(html), html).toEqual([]);
});

test("by name, as HTML writes it, and by id", async () => {
  const byName = await foundOn("<title>Salt &amp; Sons · Billing</title>", "<title>{name} ·");
  expect(byName[0]).toContain("umbra");
  const byId = await foundOn("<meta name=t content=77>", "content={id}>");
  expect(byId[0]).toContain("globex");
});
