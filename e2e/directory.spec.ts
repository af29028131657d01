import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import nodePath from "node:path";
import type { APIRequestContext } from "@playwright/test";
import type { DirectoryChanges } from "@/lib/schemas/directory-changes";
import type { Problem } from "@/lib/schemas/errors";
import type { TenantDetail, TenantList } from "@/lib/schemas/tenants";
import { expect, test } from "./fixtures";
import { wholeTenant } from "./support/console-api";
import { root } from "./support/console-process";
import { makeToken } from "./support/service-api";

const zone = "practice.localhost";
const tenant = (slug: string, more: object = {}) => ({
  slug,
  name: `Synchronised ${slug}`,
  zone,
  hosts: [`${slug}.practice.localhost`],
  pages: ["/billing"],
  ...more,
});

/** Calls as the service that keeps the directory up to date. */
function asService(http: APIRequestContext, secret: string) {
  return async (
    method: string,
    path: string,
    data: string | object = {},
    type = "application/json",
  ) => {
    const answer = await http.fetch(`/api/v1${path}`, {
      method,
      headers: { Authorization: `Bearer ${secret}`, "Content-Type": type },
      data: Buffer.from(typeof data === "string" ? data : JSON.stringify(data)),
    });
    return { status: answer.status(), body: (await answer.json()) as DirectoryChanges & Problem };
  };
}

test("a service keeps tenants up to date: made, unchanged, removed, brought back", async ({
  apiAs,
  stranger,
  openAs,
}) => {
  const { secret } = await makeToken(await apiAs("admin"), { verbs: ["sync"] });
  const call = asService(stranger, secret);
  const engineer = await apiAs("engineer");
  const find = (q: string) => engineer.get<TenantList>(`/tenants?q=${q}`);

  expect(await call("PUT", "/tenants/sync-1", tenant("sync-one"))).toMatchObject({
    status: 200,
    body: { created: 1 },
  });
  expect((await call("PUT", "/tenants/sync-1", tenant("sync-one"))).body.unchanged).toBe(1);
  expect((await find("sync-one")).items.map(({ id }) => id)).toContain("sync-1");
  const request = wholeTenant({ id: "sync-1", slug: "sync-one" });
  const purge = await engineer.finished((await engineer.purge(request)).id);

  expect((await call("DELETE", "/tenants/sync-1")).body.removed).toBe(1);
  expect((await find("sync-one")).items.map(({ id }) => id)).not.toContain("sync-1");
  await engineer.refused("/purges", request, 404, crypto.randomUUID());
  expect((await engineer.readPurge(purge.id)).tenant?.slug).toBe("sync-one");
  const page = await openAs("engineer", "/tenants/sync-1");
  await expect(page.getByText("This tenant was removed from the directory")).toBeVisible();
  await expect(page.getByRole("main").getByRole("link", { name: /^Purge / })).toHaveCount(0);

  expect((await call("PUT", "/tenants/sync-1", tenant("sync-one"))).body.created).toBe(1);
  expect((await engineer.get<TenantDetail>("/tenants/sync-1")).removedAt).toBeNull();
  expect((await call("DELETE", "/tenants/sync-1")).body.removed).toBe(1);
});

test("many at once: JSON, NDJSON and CSV, tried out first; a mistake is named by its place", async ({
  apiAs,
  stranger,
}) => {
  const { secret } = await makeToken(await apiAs("admin"), { verbs: ["sync"] });
  const call = asService(stranger, secret);
  const one = { id: "bulk-1", ...tenant("bulk-one") };
  const imports = "/directory/imports";
  const table =
    "id,slug,name,zone,hosts\nbulk-2,bulk-two,Two,practice.localhost,two.practice.localhost\n";

  const dry = await call("POST", `${imports}?dryRun=true`, { tenants: [one] });
  expect(dry.body).toMatchObject({ dryRun: true, created: 1, changes: [{ id: "bulk-1" }] });
  expect((await call("POST", imports, { tenants: [one] })).body).toMatchObject({ created: 1 });
  const lines = `${JSON.stringify({ ...one, name: "Changed" })}\n`;
  expect((await call("POST", imports, lines, "application/x-ndjson")).body).toMatchObject({
    changed: 1,
    changes: [{ before: { name: one.name }, after: { name: "Changed" } }],
  });
  expect((await call("POST", imports, table, "text/csv")).body.created).toBe(1);
  expect((await call("POST", imports, table, "text/csv")).body.unchanged).toBe(1);

  const wrong = await call("POST", imports, `${table}bulk-3,bulk-three\n`, "text/csv");
  expect(wrong.status).toBe(400);
  expect(wrong.body.detail).toContain("line 3");
  const clash = await call("POST", imports, { tenants: [{ ...one, id: "BULK-1" }] });
  expect(clash).toMatchObject({ status: 400, body: { errors: [{ path: "tenants[0].id" }] } });
  const large = await call("POST", imports, `"${"x".repeat(9 * 1024 * 1024)}"`);
  expect(large).toMatchObject({ status: 413, body: { code: "too_large" } });
  for (const id of ["bulk-1", "bulk-2"]) await call("DELETE", `/tenants/${id}`);
});

test("the examples of docs/directory.md run from first to last", async ({ apiAs, consoleUrl }) => {
  const { secret } = await makeToken(await apiAs("admin"), { verbs: ["sync"] });
  // A zone and tenants of their own: acme, and all that is example.com's, may be another spec's.
  const text = readFileSync(nodePath.join(root, "docs/directory.md"), "utf8")
    .replaceAll("example.com", "directory-docs.example")
    .replaceAll("acme", "docs-acme")
    .replaceAll("globex", "docs-globex")
    .replaceAll(/(?<=tenants\/|^)(42|77)(?=["/,])/gm, "docs-$1");
  const [settings = "", ...examples] = [...text.matchAll(/^```sh\n(.*?)^```$/gms)].map(
    ([, example = ""]) => example,
  );
  const env = { ...process.env, CONSOLE: consoleUrl, TOKEN: secret };
  const answers = examples.flatMap((example) => {
    // Two commands in one block answer one after the other.
    const script = `set -euo pipefail\n${settings}\n${example.replaceAll(/^curl/gm, "echo; curl")}`;
    const printed = execFileSync("bash", ["-c", script], { env, encoding: "utf8" });
    return printed
      .split("\n")
      .flatMap((line) => (line === "" ? [] : [JSON.parse(line) as unknown]));
  });
  expect(answers).toMatchObject([
    { created: 1, changes: [{ part: "zone" }] },
    { created: 2, changes: [{ part: "tag" }, { part: "tag" }] },
    { created: 1, changes: [{ part: "tenant", id: "docs-42" }] },
    { removed: 1 },
    { dryRun: true, created: 2 },
  ]);
});

test("the API reference shows what the contract says", async ({ openAs }) => {
  const page = await openAs("auditor", "/");
  await page.getByRole("link", { name: "API reference" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "API reference" })).toBeVisible();
  await page.getByText("Ask for a purge", { exact: true }).click();
  const body = page.getByRole("table", { name: /^Body of POST \/api\/v1\/purges / });
  await expect(body.getByRole("row", { name: /^reason/ })).toContainText("3 to 500 characters");
  await expect(page.getByRole("region", { name: "Example of Ask for a purge" })).toContainText(
    "Idempotency-Key",
  );
});
