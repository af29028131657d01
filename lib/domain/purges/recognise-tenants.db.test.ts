import { beforeAll, expect, test } from "vitest";
import type { FileTarget } from "@/lib/schemas/files";
import type { SelectorKind } from "@/lib/schemas/words";
import { importGatewayDirectory, zones } from "@/prisma/factories/gateway";
import { makeService } from "@/prisma/factories/tokens";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { loadZone } from "@/lib/domain/gateway/load-zone";
import { normaliseTargets } from "@/lib/domain/gateway/normalise-targets";
import { recogniseEach } from "./recognise-tenants";

withTestDatabase();
beforeAll(async () => {
  useTestEnv();
  await importGatewayDirectory();
});

const at = (zoneId: string) => ({ zoneId, environment: null, path: "/" });

async function recognise(kind: SelectorKind, ...typed: FileTarget[]) {
  const zone = await loadZone(await makeService(), at(zones.main));
  const [found] = await recogniseEach(
    [{ kind, targets: normaliseTargets(kind, typed, zone) }],
    zone,
  );
  if (found === undefined) throw new Error("Each purge is recognised.");
  const { tier, shared, tenants } = found;
  return { tier, shared, tenants: tenants.map(({ slug }) => slug).sort() };
}

test.each([
  ["a tenant's, by id", ["tenant:42"], ["acme"], "tenant", null],
  ["a tenant's, in other case", ["Tenant:ab-9"], ["umbrella"], "tenant", null],
  ["a tenant's, by slug", ["site:Globex"], ["globex"], "tenant", null],
  ["two tenants'", ["tenant:42", "site:globex"], ["acme", "globex"], "tenant", null],
  ["one tenant's, twice", ["tenant:42", "site:acme"], ["acme"], "tenant", null],
  ["an object's, whose it is nobody says", ["invoice:9182"], [], "object", null],
  ["an object's that names its tenant", ["report:77:march"], ["globex"], "object", null],
  ["an object's of a tenant that there is not", ["report:4711:march"], [], "object", null],
  ["a shared one", ["page:billing"], [], "shared", "page:billing"],
  ["one beyond the plan", ["sidebar"], [], "shared", "sidebar"],
  ["of a tenant that there is not", ["tenant:4711"], [], "shared", "tenant:4711"],
  // Tags reach within a zone: hooli's content carries no tag of this one.
  ["of another zone's tenant", ["tenant:90"], [], "shared", "tenant:90"],
  ["a tenant's and a shared one", ["tenant:42", "page:a"], ["acme"], "shared", "page:a"],
] as const)("tags: %s", async (_, tags, tenants, tier, shared) => {
  expect(await recognise("tags", ...tags)).toEqual({ tenants, tier, shared });
});

const url = "https://acme.example.com/billing";
test.each([
  ["files", [url], ["acme"], "object", null],
  ["files", [{ url, headers: { Origin: "https://a.example.com" } }], ["acme"], "object", null],
  ["files", [url, "https://globex.example.com/a"], ["acme", "globex"], "object", null],
  // Globex and initech are both served from it.
  [
    "files",
    ["https://app.example.com/a"],
    ["globex", "initech"],
    "shared",
    "https://app.example.com/a",
  ],
  ["files", ["https://www.example.com/a"], [], "shared", "https://www.example.com/a"],
  ["files", ["https://hooli.example.org/a"], [], "shared", "https://hooli.example.org/a"],
  ["hosts", ["ACME.example.com"], ["acme"], "section", null],
  ["hosts", ["acme.example.com", "globex.example.com"], ["acme", "globex"], "section", null],
  ["hosts", ["app.example.com"], ["globex", "initech"], "shared", "app.example.com"],
  ["hosts", ["example.com"], [], "shared", "example.com"],
  ["prefixes", ["acme.example.com/billing"], ["acme"], "section", null],
  [
    "prefixes",
    ["u.example.com/a/", "app.example.com/t"],
    ["globex", "initech", "umbrella"],
    "shared",
    "app.example.com/t",
  ],
] as const)("%s %j", async (kind, typed, tenants, tier, shared) => {
  expect(await recognise(kind, ...typed)).toEqual({ tenants, tier, shared });
});

test("everything concerns tenants that no list names", async () => {
  expect(await recognise("everything")).toEqual({
    tenants: [],
    tier: "everything",
    shared: "everything in example.com",
  });
});

test("how many targets fit is the plan's affair, and what the account was granted", async () => {
  const service = await makeService();
  expect((await loadZone(service, at(zones.main))).limits).toEqual({
    items: 100,
    files: 500,
  });
  expect((await loadZone(service, at(zones.other))).limits).toEqual({
    items: 100,
    files: 100,
  });
});
