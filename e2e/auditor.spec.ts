import type { PurgeDetail } from "@/lib/schemas/purges";
import { expect, test } from "./fixtures";
import { type ConsoleApi, wholeTenant } from "./support/console-api";
import type { PracticeEdge } from "./support/practice-edge";
import { newAmount, tenantOf } from "./support/tenants";

const tenant = tenantOf("marble-freight");
const control = tenantOf("marble-analytics");
const who = /support, engineer or admin/;

async function aProvenPurge(
  api: ConsoleApi,
  edge: PracticeEdge,
): Promise<{ purge: PurgeDetail; comparison: string }> {
  await edge.visit(tenant.host, "/billing");
  await edge.editInvoice(tenant.host, tenant.invoice, newAmount(), "forget");
  const { id: comparison } = await api.compare(tenant.id, control.id, "/billing");
  const { id } = await api.purge(wholeTenant(tenant, { reason: "For the auditor to read" }));
  await api.finished(id);
  await api.probeAgain(comparison, id);
  return { purge: await api.readPurge(id), comparison };
}

test("reads everything: receipt, comparison, feed and audit", async ({ openAs, apiAs, edge }) => {
  const { purge, comparison } = await aProvenPurge(await apiAs("support"), edge);
  const page = await openAs("auditor", `/purges/${purge.id}`);
  await expect(page.getByText("“For the auditor to read”")).toBeVisible();
  await expect(page.getByRole("region", { name: "Proof" })).toContainText("Isolated");
  await page.goto(`/compare/${comparison}`);
  await expect(page.getByRole("table", { name: "Probes of /billing" })).toContainText("MISS");
  await page.goto("/purges");
  await expect(page.getByRole("table", { name: "Purges" }).getByRole("row")).not.toHaveCount(0);

  await page
    .getByRole("navigation", { name: "Main" })
    .getByRole("link", { name: "Audit", exact: true })
    .click();
  const record = page.getByRole("table", { name: "Audit record" });
  await expect(record.getByRole("row").nth(1)).toBeVisible();
  await page.getByRole("searchbox", { name: "Actor" }).fill("support@");
  await page.getByRole("combobox", { name: "Action" }).selectOption("Asked for a purge");
  await expect(page).toHaveURL(/actor=support(@|%40)/);
  const asked = new RegExp(`tenant:${tenant.id} of ${tenant.slug}`);
  const entry = record.getByRole("button", { name: asked }).first();
  await entry.click();
  await expect(record.getByText("For the auditor to read")).toBeVisible();
  await expect(record.getByRole("link", { name: new RegExp(purge.id) })).toBeVisible();
});

test("changes nothing: what acts is shown, does nothing, and says who can", async ({
  openAs,
  apiAs,
  edge,
}) => {
  const { purge, comparison } = await aProvenPurge(await apiAs("support"), edge);
  const before = (await edge.purgesOf(`tenant:${tenant.id}`)).length;
  const page = await openAs("auditor", `/tenants/${tenant.id}`);
  for (const name of ["Compare", `Purge ${tenant.slug}`, "Purge /billing", "Compare /billing"]) {
    await expect(page.getByRole("main").getByRole("link", { name, exact: true })).toHaveCount(0);
    const button = page.getByRole("button", { name, exact: true });
    await expect(button).toBeDisabled();
    await button.focus();
    await expect(page.getByRole("tooltip").filter({ hasText: who }), name).toBeVisible();
  }

  await page.goto(`/purges/new?tenant=${tenant.id}`);
  await expect(page.getByText("Your role does not include purging")).toBeVisible();
  await expect(page.getByText(who)).toBeVisible();
  await expect(page.getByRole("button", { name: /^(Purge|Invalidate)/ })).toHaveCount(0);

  await page.goto(`/compare/new?tenant=${tenant.id}`);
  await expect(page.getByText("Your role does not include probing pages")).toBeVisible();
  await expect(page.getByRole("button", { name: /probes|Probe/ })).toHaveCount(0);

  for (const path of [`/purges/${purge.id}`, `/compare/${comparison}`]) {
    await page.goto(path);
    await expect(page.getByText(/Probing takes/)).toBeVisible();
    await expect(page.getByRole("button", { name: /^Probe/ })).toHaveCount(0);
    await expect(page.getByRole("main").getByRole("link", { name: /^Purge / })).toHaveCount(0);
  }
  expect(await edge.purgesOf(`tenant:${tenant.id}`)).toHaveLength(before);
});

test("the list of purges offers the auditor no new purge", async ({ openAs }) => {
  const page = await openAs("auditor", "/purges");
  await expect(page.getByRole("table", { name: "Purges" })).toBeVisible();
  await expect(page.getByRole("link", { name: "New purge" })).toHaveCount(0);
  await page.goto("/compare");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByRole("link", { name: /New comparison|Compare two tenants/ })).toHaveCount(
    0,
  );
});

test("support has no audit: not in the navigation, and the page says who can", async ({
  openAs,
}) => {
  const page = await openAs("support", "/audit");
  await expect(page.getByText("Your role does not include reading the audit record")).toBeVisible();
  await expect(page.getByText(/engineer, auditor or admin/)).toBeVisible();
  await expect(page.getByRole("table")).toHaveCount(0);
  const navigation = page.getByRole("navigation", { name: "Main" });
  await expect(navigation.getByRole("link", { name: "Audit", exact: true })).toHaveCount(0);
});
