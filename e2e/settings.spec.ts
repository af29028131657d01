import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import type { ZoneDetail } from "@/lib/schemas/zones";
import type { TagPlanDetail } from "@/lib/schemas/zones";

// A zone of this file's own, so that nothing that other specs look at changes.
const id = "5e771125".padEnd(32, "0");
const name = "settings.example";
const setUp = { name, accountId: id, plan: "free" };

const field = (page: Page, label: RegExp) => page.getByRole("textbox", { name: label });

test.beforeEach(async ({ apiAs }) => {
  const engineer = await apiAs("engineer");
  await engineer.put(`/zones/${id}`, setUp);
  // A new line of a tenant is for an admin.
  await (
    await apiAs("admin")
  ).put(`/tag-plan/${id}`, {
    patterns: [{ pattern: "tenant:{id}", scope: "tenant", owner: "web" }],
  });
});

test("an engineer finds a zone, mends what is refused, and its history tells what was before", async ({
  openAs,
  apiAs,
}) => {
  const page = await openAs("engineer", "/");
  await page.getByRole("link", { name: "Zones" }).click();
  await page.getByRole("link", { name }).click();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
  await page.getByRole("button", { name: "Change the zone" }).click();
  await field(page, /^Origin: address/).fill("127.0.0.1:80");
  await field(page, /^How pages show/).fill('data-tenant="{slug}"');
  await page.getByRole("button", { name: "Change the zone" }).click();
  await expect(
    page.getByText(/127\.0\.0\.1:80 is a loopback or private address/).first(),
  ).toBeVisible();
  await expect(field(page, /^Origin: address/)).toBeFocused();
  await expect(field(page, /^How pages show/)).toHaveValue('data-tenant="{slug}"');
  await field(page, /^Origin: address/).fill("origin.settings.example:443");
  await field(page, /^Header that/).fill("X-Origin-Key");
  await field(page, /^Name of its secret/).fill("STAGING");
  await page.getByRole("button", { name: "Change the zone" }).click();
  await expect(page.getByText("https://origin.settings.example:443").first()).toBeVisible();
  await expect(page.getByText("PROBE_SECRET_STAGING")).toBeVisible();
  const history = page.getByRole("region", { name: "History of this zone" });
  await expect(history.getByText(/tenantMarker: none → data-tenant/).first()).toBeVisible();
  await expect(
    history.getByText(`engineer@example.com changed the zone ${name}`).first(),
  ).toBeVisible();
  const api = await apiAs("auditor");
  expect(await api.get<ZoneDetail>(`/zones/${id}`)).toMatchObject({
    ...setUp,
    origin: { address: "origin.settings.example:443", header: { name: "X-Origin-Key" } },
  });
});

test("a refused change stands in the history of its zone", async ({ openAs, apiAs }) => {
  const support = await apiAs("support");
  expect((await support.http.put(`/api/v1/zones/${id}`, { data: setUp })).status()).toBe(403);
  const page = await openAs("engineer", `/zones/${id}`);
  const history = page.getByRole("region", { name: "History of this zone" });
  await expect(
    history.getByText(`support@example.com was refused PUT /api/v1/zones/${id}`).first(),
  ).toBeVisible();
});

test("who edits what somebody else has changed meanwhile is told, and loses nothing", async ({
  openAs,
  apiAs,
}) => {
  const page = await openAs("admin", `/zones/${id}`);
  await page.getByRole("button", { name: "Change the zone" }).click();
  await field(page, /^How pages show/).fill('data-tenant="{id}"');
  const engineer = await apiAs("engineer");
  await engineer.put(`/zones/${id}`, { ...setUp, tieredCache: true });
  await page.getByRole("button", { name: "Change the zone" }).click();
  await expect(
    page.getByText("Somebody else has changed it meanwhile.", { exact: false }),
  ).toBeVisible();
  await expect(field(page, /^How pages show/)).toHaveValue('data-tenant="{id}"');
  expect(await engineer.get<ZoneDetail>(`/zones/${id}`)).toMatchObject({
    tieredCache: true,
    tenantMarker: null,
  });
});

test("a line of the tag plan is added, refused, mended and taken out again; the linter speaks of it", async ({
  openAs,
  apiAs,
}) => {
  const page = await openAs("admin", `/zones/${id}/tag-plan`);
  const table = page.getByRole("table", { name: "Tag plan" });
  const findings = page.getByRole("list", { name: "Findings" });
  await page.getByRole("button", { name: "Add a line" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: /^Pattern/ }).fill("Tenant:{id}");
  await dialog.getByRole("combobox", { name: "Scope" }).selectOption("tenant");
  await dialog.getByRole("button", { name: "Add the line" }).click();
  await expect(dialog.getByText(/is the same as patterns\[0\]/).first()).toBeVisible();
  await dialog.getByRole("textbox", { name: /^Pattern/ }).fill("customer-{id}");
  await dialog.getByRole("button", { name: "Add the line" }).click();
  await expect(field(page, /^Pattern/)).toHaveAccessibleDescription(
    /"tenant:\{id\}" stands for all of a tenant already/,
  );
  await expect(field(page, /^Pattern/)).toBeFocused();
  await expect(field(page, /^Pattern/)).toHaveValue("customer-{id}");
  await dialog.getByRole("combobox", { name: "Scope" }).selectOption("object");
  await expect(dialog.getByText("It lets more through")).toBeVisible();
  await dialog.getByRole("button", { name: "Add the line" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(table.getByRole("cell", { name: "customer-{id}", exact: true })).toBeVisible();
  await expect(findings.getByText(/A line has no owner/)).toBeVisible();
  const history = page.getByRole("region", { name: "History of this tag plan" });
  await expect(history.getByText(/customer-\{id\}: none → scope object/).first()).toBeVisible();

  await table.getByRole("button", { name: "Edit customer-{id}" }).click();
  await dialog.getByRole("button", { name: "Take it out" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(table.getByText("customer-{id}")).toHaveCount(0);
  const api = await apiAs("support");
  const plan = await api.get<TagPlanDetail>(`/tag-plan/${name}`);
  expect(plan.lines.map(({ pattern }) => pattern)).toEqual(["tenant:{id}"]);
});

test("an engineer who loosens the tag plan is warned, then refused, and keeps what was typed", async ({
  openAs,
}) => {
  const page = await openAs("engineer", `/zones/${id}/tag-plan`);
  await page.getByRole("button", { name: "Edit tenant:{id}" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText(/lets more through/)).toHaveCount(0);
  const scope = dialog.getByRole("combobox", { name: "Scope" });
  await scope.selectOption("object");
  await expect(dialog.getByText("That is for an admin", { exact: false })).toBeVisible();
  await dialog.getByRole("button", { name: "Change the line" }).click();
  await expect(
    dialog.getByText("Ask an admin to make this change", { exact: false }),
  ).toBeVisible();
  await expect(scope).toHaveValue("object");
  await dialog.getByRole("button", { name: "Leave it as it is" }).click();
  const history = page.getByRole("region", { name: "History of this tag plan" });
  await expect(history.getByText(/was refused to loosen/).first()).toBeVisible();
});

test("support and auditors read both and change neither", async ({ openAs }) => {
  for (const role of ["support", "auditor"] as const) {
    const page = await openAs(role, `/zones/${id}`);
    const change = page.getByRole("button", { name: "Change the zone" });
    await expect(change).toHaveAttribute("aria-disabled", "true");
    await page.goto(`/zones/${id}/tag-plan`);
    await expect(page.getByRole("table", { name: "Tag plan" })).toBeVisible();
    await expect(page.getByRole("button", { name: /^Edit/ })).toHaveCount(0);
  }
});

test("people, tokens and the policy show what was changed about them", async ({ openAs }) => {
  const page = await openAs("admin", "/tokens");
  await expect(page.getByRole("heading", { name: "History of service tokens" })).toBeVisible();
  await page.goto("/policy");
  const history = page.getByRole("region", { name: "History of the policy" });
  await expect(history.getByText(/tiers\.shared\.signInMinutes: 60 → none/)).toBeVisible();
  await page.goto("/people");
  await page.getByRole("button", { name: /support@example\.com/ }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("heading", { name: "What was changed about them" })).toBeVisible();
});
