import { expect, test } from "./fixtures";
import { tenantOf } from "./support/tenants";

test("finds a tenant by id, host, and with a typo", async ({ openAs }) => {
  const page = await openAs("support", "/tenants");
  const box = page.getByRole("searchbox", { name: "Find a tenant" });
  const first = page.getByRole("table", { name: "Tenants" }).getByRole("row").nth(1);
  for (const typed of ["77", "globex.practice.localhost", "glboex", "Globex Ltd"]) {
    await box.fill(typed);
    await expect(first, typed).toContainText("Globex Ltd");
  }
  await box.fill("nobody at all");
  await expect(page.getByText("No tenant matches “nobody at all”")).toBeVisible();
});

test("a found tenant opens however soon it is clicked after it was typed", async ({ openAs }) => {
  const { id, slug, name } = tenantOf("quartz-publishing");
  const page = await openAs("support", "/tenants");
  await expect(page.getByRole("table", { name: "Tenants" })).toBeVisible();
  await page.evaluate((address) => {
    const clickOnce = new MutationObserver(() => {
      const links = document.querySelectorAll<HTMLElement>("tbody tr a[href^='/tenants/']");
      const [only] = links;
      if (links.length !== 1 || only?.getAttribute("href") !== address) return;
      clickOnce.disconnect();
      only.click();
    });
    clickOnce.observe(document.body, { childList: true, subtree: true });
  }, `/tenants/${id}`);
  await page.getByRole("searchbox", { name: "Find a tenant" }).fill(slug);
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("searchbox", { name: "Find a tenant" })).toHaveValue(slug);
});

test("Enter opens what was found for the text that stands there, and nothing that was found for an earlier one", async ({
  openAs,
}) => {
  const { slug, name } = tenantOf("quartz-studios");
  const page = await openAs("support", "/tenants");
  const box = page.getByRole("searchbox", { name: "Find a tenant" });
  const found = page.getByRole("table", { name: "Tenants" }).getByRole("row");
  await box.fill(slug);
  await expect(found).toHaveCount(2);
  // Submitted when the text is drawn and not yet looked for.
  await box.evaluate((element: HTMLInputElement) => {
    const submit = () => setTimeout(() => element.form?.requestSubmit(), 90);
    element.addEventListener("input", submit, { once: true });
  });
  await box.fill("nobody at all");
  await expect(page.getByText("No tenant matches “nobody at all”")).toBeVisible();
  await box.fill(slug);
  await expect(found).toHaveCount(2);
  await expect(found.nth(1)).toContainText(name);
  await box.press("Enter");
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
});
