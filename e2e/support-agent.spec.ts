import { expect, test } from "./fixtures";
import { wholeTenant } from "./support/console-api";
import {
  fillReason,
  listensToKeys,
  pickTenant,
  proofLine,
  receiptOf,
  seeAccepted,
} from "./support/screens";
import { newAmount, newTicket, tenantOf } from "./support/tenants";

test("a ticket: acme changed an invoice and still sees the old amount", async ({
  openAs,
  edge,
}) => {
  test.setTimeout(90_000);
  const acme = tenantOf("acme");
  const globex = tenantOf("globex");
  const amount = newAmount();
  await edge.visit(acme.host, "/billing");
  await edge.visit(globex.host, "/billing");
  await edge.editInvoice(acme.host, acme.invoice, amount, "forget");

  const page = await openAs(null, "/");
  await page.getByRole("button", { name: /support@example\.com/ }).click();
  await expect(page.getByRole("heading", { name: "Overview", level: 1 })).toBeVisible();
  await expect(page.getByRole("contentinfo")).toContainText("Practice edge");

  await page
    .getByRole("navigation", { name: "Main" })
    .getByRole("link", { name: "Tenants" })
    .click();
  await page.getByRole("searchbox", { name: "Find a tenant" }).fill("acme");
  const found = page.getByRole("table", { name: "Tenants" });
  await expect(found.getByRole("row")).toHaveCount(2);
  await found.getByRole("link", { name: /Acme GmbH/ }).click();

  // No purge was sent for the edit, and the edge still serves what was there before it.
  await expect(page.getByRole("heading", { name: "Acme GmbH", level: 1 })).toBeVisible();
  await expect(page.getByText("No purge recorded in the last 24 hours.")).toBeVisible();
  await page.getByRole("link", { name: "Compare /billing", exact: true }).click();
  await page.getByRole("button", { name: "Another" }).click();
  await pickTenant(page, "Control tenant", "globex", /Globex/);
  await page.getByRole("button", { name: "Take the before probes" }).click();
  await page.waitForURL(/\/compare\/[0-9a-f-]{36}/);
  const probes = page.getByRole("table", { name: "Probes of /billing" });
  const warm = probes.getByRole("row").last();
  await expect(warm.getByRole("cell").nth(0)).toContainText("HIT");
  await expect(warm.getByRole("cell").nth(1)).toContainText("HIT");
  await expect(page.getByText("Not judged yet")).toBeVisible();
  const stale = await edge.visit(acme.host, "/billing");
  expect(stale.cacheStatus).toBe("HIT");
  expect(stale.body).not.toContain(`$${amount}`);

  // Purges exactly that tenant.
  await page.getByRole("link", { name: "Purge acme" }).click();
  await page.getByRole("radio", { name: "Everything of acme" }).check();
  await page.getByRole("radio", { name: "Purge (hard)" }).check();
  const plan = page.getByRole("region", { name: "What this does" });
  await expect(plan).toContainText("tenant:42");
  await expect(plan).toContainText("No other tenant carries this");
  for (const path of acme.pages) await expect(plan.getByText(path, { exact: true })).toBeVisible();
  await fillReason(page, {
    reason: "The customer still sees the old amount",
    confirmation: "acme",
  });
  await page.getByRole("textbox", { name: /Ticket/ }).fill("ZD-1001");
  expect(await edge.purgesOf("tenant:42"), "nothing was sent so far").toEqual([]);
  await page.getByRole("button", { name: "Purge everything of acme" }).click();

  // The proof.
  const id = await receiptOf(page);
  await seeAccepted(page);
  await expect(proofLine(page, "affected")).toContainText(/acme.*HIT.*MISS.*HIT.*new content/, {
    timeout: 20_000,
  });
  const control = proofLine(page, "control");
  await expect(control).toContainText(/globex.*HIT.*HIT.*HIT/);
  await expect(control).not.toContainText(/MISS|EXPIRED|REVALIDATED/);
  const proof = page.getByRole("region", { name: "Proof" });
  await expect(proof.getByText("Isolated", { exact: true })).toBeVisible();
  await expect(proof).toContainText("acme was refreshed, globex stayed warm");
  const sent = await edge.purgesOf("tenant:42");
  expect(sent).toMatchObject([
    { method: "purge", selectors: { tags: ["tenant:42"] }, status: 200 },
  ]);
  expect((await edge.visit(acme.host, "/billing")).body).toContain(`$${amount}`);
  expect((await edge.visit(globex.host, "/billing")).cacheStatus).toBe("HIT");

  // Both the tenant's page and the feed remember it.
  await page.goto(`/tenants/${acme.id}`);
  await expect(page.getByText("1 purge recorded in the last 24 hours.")).toBeVisible();
  const row = page
    .getByRole("table", { name: "Purges" })
    .getByRole("row")
    .filter({ hasText: "ZD-1001" });
  await expect(row).toContainText("Accepted");
  await expect(row).toContainText("Isolated");
  await row.getByRole("link", { name: /Receipt/ }).click();
  await expect(page.getByRole("dialog", { name: "Purge everything of acme" })).toContainText(id);
});

test("finds tenant, purge and ticket from anywhere", async ({ openAs, apiAs }) => {
  const tenant = tenantOf("kestrel-freight");
  const ticket = newTicket();
  const support = await apiAs("support");
  const { id } = await support.purge(wholeTenant(tenant, { ticket }));
  const page = await openAs("support", "/");
  await listensToKeys(page);
  const search = async (typed: string, option: RegExp) => {
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: /Search tenants and purges/ }).fill(typed);
    await page.getByRole("option", { name: option }).first().click();
  };
  await search("kestrel-freight", /Kestrel Freight/);
  await expect(page).toHaveURL(`/tenants/${tenant.id}`);
  await search(ticket, new RegExp(`tenant:${tenant.id}|${ticket}`));
  await expect(page).toHaveURL(new RegExp(`/purges(/|\\?purge=|\\?ticket=)`));
  await search(id, new RegExp(`tenant:${tenant.id}|${id}`));
  await expect(page).toHaveURL(new RegExp(id));
});

test("an edge that ignores the tag: accepted, and the receipt says not purged", async ({
  openAs,
  edge,
}) => {
  test.setTimeout(90_000);
  const tenant = tenantOf("kestrel-analytics");
  await edge.visit(tenant.host, "/");
  await edge.setFaults({ ignoreTags: [`tenant:${tenant.id}`] });
  const link = new URLSearchParams({ tenant: tenant.id, method: "purge", ticket: "ZD-1002" });
  const page = await openAs("support", `/purges/new?${link.toString()}`);
  await fillReason(page, { reason: "The logo is the old one", confirmation: tenant.slug });
  await page.getByRole("button", { name: `Purge everything of ${tenant.slug}` }).click();
  await receiptOf(page);
  await seeAccepted(page);
  const proof = page.getByRole("region", { name: "Proof" });
  await expect(proof).toContainText("Not purged", { timeout: 30_000 });
  await expect(proof).not.toContainText("Isolated");
  await proof.getByRole("link", { name: "All probes of this comparison" }).click();
  await expect(
    page.getByText(`${tenant.slug} still gets the copy from before the purge`),
  ).toBeVisible();
});

test("a shared tag is refused with the reason, and nothing is sent", async ({ openAs, edge }) => {
  const tenant = tenantOf("kestrel-bakeries");
  const before = (await edge.purgesOf("page:billing")).length;
  const page = await openAs("support", `/purges/new?tenant=${tenant.id}`);
  await page.getByRole("radio", { name: "Another tag" }).check();
  await page.getByRole("textbox", { name: "Tags" }).fill("page:billing");
  const why = "page:billing is a shared tag: purging it makes other tenants' pages cold.";
  await expect(page.getByText(why)).toBeVisible();
  await expect(page.getByText(/your role \(support\) may not purge this/)).toBeVisible();
  await expect(page.getByText(/Somebody else of these has to approve it/)).toBeVisible();
  const sends = page.getByRole("button", { name: /^(Purge|Invalidate|Ask for approval)/ });
  await expect(sends).toHaveCount(0);

  const other = tenantOf("kestrel-robotics");
  await page.getByRole("textbox", { name: "Tags" }).fill(`tenant:${other.id}`);
  await expect(page.getByText(/is another tenant's tag/)).toBeVisible();
  expect((await edge.purgesOf("page:billing")).length).toBe(before);
  expect(await edge.purgesOf(`tenant:${other.id}`)).toEqual([]);
});

test("prefix and host are shown, not to be chosen, with who can", async ({ openAs }) => {
  const tenant = tenantOf("kestrel-bakeries");
  const support = await openAs("support", `/purges/new?tenant=${tenant.id}`);
  for (const name of ["A prefix", "A host"]) {
    const choice = support.getByRole("radio", { name });
    await expect(choice).toBeDisabled();
    await expect(choice).toHaveAccessibleDescription(/takes engineer or admin/);
  }
  const engineer = await openAs("engineer", `/purges/new?tenant=${tenant.id}`);
  await engineer.getByRole("radio", { name: "A host" }).check();
  await engineer.getByRole("checkbox", { name: tenant.host }).check();
  await fillReason(engineer, { reason: "The whole host is stale", confirmation: tenant.slug });
  await engineer.getByRole("button", { name: /^Invalidate .*host/ }).click();
  await receiptOf(engineer);
  await seeAccepted(engineer);
});

test("a link fills the form and sends nothing; one URL needs no typed confirmation", async ({
  openAs,
  edge,
}) => {
  const tenant = tenantOf("kestrel-insurance");
  const url = `http://${tenant.host}/billing`;
  const link = new URLSearchParams({ tenant: tenant.id, ticket: "ZD-1003", url });
  const page = await openAs("support", `/purges/new?${link.toString()}`);
  await expect(page.getByRole("radio", { name: "Pages", exact: true })).toBeChecked();
  await expect(page.getByRole("textbox", { name: /Ticket/ })).toHaveValue("ZD-1003");
  await expect(page.getByRole("checkbox", { name: "/billing", exact: true })).toBeChecked();
  await expect(page.getByRole("textbox", { name: /^Type / })).toHaveCount(0);
  await expect(page.getByRole("radio", { name: "Invalidate (soft)" })).toBeChecked();
  expect(await edge.purgesOf(url)).toEqual([]);

  // A double click is one purge.
  await fillReason(page, { reason: "The page is stale" });
  await page.getByRole("button", { name: `Invalidate ${tenant.slug}'s /billing` }).dblclick();
  const id = await receiptOf(page);
  await seeAccepted(page);
  expect(await edge.purgesOf(url)).toHaveLength(1);

  // Back finds the form sent; sending it again is a decision, and leads to another purge.
  await page.goBack();
  await expect(page.getByText("This purge was sent already")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Invalidate kestrel/ })).toHaveCount(0);
  await page.getByRole("link", { name: "See its receipt" }).click();
  expect(await receiptOf(page)).toBe(id);
});

test("the same purge moments ago asks first", async ({ openAs, apiAs, edge }) => {
  const tenant = tenantOf("lumen-freight");
  const engineer = await apiAs("engineer");
  const { id } = await engineer.purge(wholeTenant(tenant, { method: "invalidate" }));
  await engineer.finished(id);
  const page = await openAs("support", `/purges/new?tenant=${tenant.id}`);
  await expect(page.getByText(/same purge was requested/)).toBeVisible();
  await fillReason(page, { reason: "Once more, on purpose", confirmation: tenant.slug });
  await page.getByRole("button", { name: "Yes, I want to send it again" }).click();
  const button = page.getByRole("button", { name: `Invalidate everything of ${tenant.slug}` });
  // The answer opens the way to the button or sends at once.
  await expect(button.or(page.getByRole("list", { name: "What happened" }))).toBeVisible();
  if (await button.isVisible()) await button.click();
  await receiptOf(page);
  await seeAccepted(page);
  expect(await edge.purgesOf(`tenant:${tenant.id}`)).toHaveLength(2);
});

test("a failure says why, stays on the overview, and is closed with a reason", async ({
  openAs,
  apiAs,
  edge,
}) => {
  const tenant = tenantOf("lumen-analytics");
  const support = await apiAs("support");
  await edge.setFaults({ apiStatus: { mode: "error", status: 403 } });
  const { id } = await support.purge(wholeTenant(tenant));
  await support.finished(id);
  const page = await openAs("support", "/");
  await expect(page.getByText(/refused the console's API token/).first()).toBeVisible();
  const failures = page.getByRole("table", { name: "Failed purges" });
  await failures
    .getByRole("row")
    .filter({ hasText: tenant.slug })
    .getByRole("link", { name: /Receipt/ })
    .click();
  await expect(page.getByText("It needs a person")).toBeVisible();
  await page.getByRole("button", { name: "Close with a reason" }).click();
  await page
    .getByRole("textbox", { name: /Why does it need nothing more/ })
    .fill("The token is mended");
  await page.getByRole("button", { name: "Close the failed purge" }).click();
  const standing = page.getByRole("region", { name: "Where it stands" });
  await expect(standing.getByText("“The token is mended”")).toBeVisible();
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "Overview", level: 1 })).toBeVisible();
  await expect(page.getByRole("region", { name: "Purges by day" })).toBeVisible();
  await expect(
    page.getByRole("row").filter({ hasText: tenant.slug }).filter({ hasText: "403" }),
  ).toHaveCount(0);
});
