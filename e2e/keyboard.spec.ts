import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { listensToKeys, proofLine, receiptOf, seeAccepted } from "./support/screens";
import { tenantOf } from "./support/tenants";

/** What has the focus, as a person would call it. */
function focused(page: Page) {
  return page.locator(":focus");
}

/** Presses Tab until something of this name has the focus; every stop on the way has to be visible. */
async function tabTo(
  page: Page,
  role: "button" | "link" | "radio" | "textbox" | "checkbox" | "combobox",
  name: string | RegExp,
) {
  const wanted = page.getByRole(role, { name, exact: typeof name === "string" });
  await expect(wanted.first()).toBeEnabled();
  for (let presses = 0; presses < 120; presses += 1) {
    if (await wanted.evaluateAll((all) => all.includes(document.activeElement as never))) return;
    await page.keyboard.press("Tab");
    const box = await focused(page).boundingBox();
    if (box !== null)
      expect(box.width * box.height, "what has the focus can be seen").toBeGreaterThan(0);
  }
  throw new Error(`Tab never reached the ${role} ${String(name)}`);
}

test("the whole purge by keyboard alone: sign in, find, purge, confirm, read the proof", async ({
  openAs,
  edge,
}) => {
  test.setTimeout(120_000);
  const tenant = tenantOf("nimbus-freight");
  await edge.visit(tenant.host, "/");
  const page = await openAs(null, "/sign-in");
  await tabTo(page, "button", /support@example\.com/);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Overview", level: 1 })).toBeVisible();

  await listensToKeys(page);
  // The first stop skips the navigation.
  await page.keyboard.press("Tab");
  await expect(focused(page)).toHaveText("Skip to content");
  await page.keyboard.press("Enter");

  // Paste a name anywhere and land on the tenant.
  await page.keyboard.press("/");
  await expect(page.getByRole("combobox", { name: /Search tenants and purges/ })).toBeFocused();
  await page.keyboard.type(tenant.slug);
  await expect(page.getByRole("option", { name: new RegExp(`^${tenant.name}`) })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: tenant.name, level: 1 })).toBeVisible();

  await tabTo(page, "link", `Purge ${tenant.slug}`);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "New purge", level: 1 })).toBeVisible();

  await tabTo(page, "radio", `Everything of ${tenant.slug}`);
  await expect(focused(page)).toBeChecked();
  await tabTo(page, "radio", "Invalidate (soft)");
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("radio", { name: "Purge (hard)" })).toBeChecked();
  await tabTo(page, "textbox", "Reason");
  await page.keyboard.type("The logo is the old one");
  await tabTo(page, "textbox", `Type ${tenant.slug} to confirm`);

  // Enter in a field sends; a wrong confirmation is told at the field, and nothing is lost.
  await page.keyboard.type("nimbus");
  await page.keyboard.press("Enter");
  await expect(focused(page)).toHaveAttribute("aria-invalid", "true");
  await expect(focused(page)).toHaveAccessibleDescription(/has to be exactly/);
  expect(await edge.purgesOf(`tenant:${tenant.id}`)).toEqual([]);
  await page.keyboard.type("-freight");
  await tabTo(page, "button", `Purge everything of ${tenant.slug}`);
  await page.keyboard.press("Enter");

  await receiptOf(page);
  await seeAccepted(page);
  await expect(proofLine(page, "affected")).toContainText(/HIT.*MISS.*HIT/, { timeout: 20_000 });
  // Nothing was changed, so the content is the same: refreshed it was, and nobody else.
  await expect(page.getByRole("region", { name: "Proof" })).toContainText("Same content");
  await tabTo(page, "button", "Copy answer for the customer");
  await page.keyboard.press("Enter");
  await expect(
    page.getByRole("status").filter({ hasText: /Copied|Could not copy/ }),
  ).toBeAttached();
  expect(await edge.purgesOf(`tenant:${tenant.id}`)).toHaveLength(1);
});

test("the feed by keyboard: a row opens, its panel takes the focus, Escape gives it back", async ({
  openAs,
}) => {
  const page = await openAs("support", "/purges");
  const rows = page.getByRole("table", { name: "Purges" }).getByRole("row");
  await expect(rows.nth(2)).toBeVisible();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  const link = rows.nth(2).getByRole("link", { name: /^Receipt/ });
  await expect(link).toBeFocused();
  await page.keyboard.press("Enter");
  const panel = page.getByRole("dialog");
  await expect(panel.getByRole("list", { name: "What happened" })).toBeVisible();
  await expect(panel.locator(":focus")).toHaveCount(1);
  await page.keyboard.press("Escape");
  await expect(panel).toHaveCount(0);
  await expect(link).toBeFocused();
});

test("the search box closes with Escape and gives the focus back; ? lists the shortcuts", async ({
  openAs,
}) => {
  const page = await openAs("support", "/tenants");
  const links = page
    .getByRole("navigation", { name: "Main" })
    .getByRole("link", { name: "Tenants" });
  await expect(page.getByRole("table", { name: "Tenants" })).toBeVisible();
  await links.focus();
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog", { name: "Search" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(links).toBeFocused();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: /shortcuts/i })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});
