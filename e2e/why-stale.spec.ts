import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";

/** Sets a scenario up by its button and follows its link to the console's form. */
async function setUp(page: Page, scenario: string): Promise<void> {
  await page.getByRole("button", { name: `Set up: ${scenario}` }).click();
  await expect(page.getByRole("status")).toHaveText("It is set up.");
  await page.getByRole("link", { name: "Ask the console why it is stale" }).click();
}

const isWithinScreen = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);

test("a newcomer sets a stale page up, learns why it is stale, and has the purge filled in", async ({
  edge,
  openAs,
}) => {
  const page = await openAs("support", edge.scenariosUrl, {
    viewport: { width: 320, height: 700 },
  });
  await setUp(page, "No purge was sent since the write");
  const address = page.getByRole("combobox", { name: "Page" });
  await expect(address).toHaveValue(/\/practice\/forgotten$/);
  await page.getByRole("button", { name: "Find out why" }).click();
  await page.waitForURL(/\/diagnoses\/[0-9a-f-]{36}$/);
  const found = page.url();
  await expect(page.getByText("The evidence shows it")).toBeVisible();
  await expect(page.getByText(/none on record named this page after its content/)).toBeVisible();
  await expect(page.getByText(/ledgerline told of a write/)).toBeVisible();
  expect(await isWithinScreen(page)).toBe(true);

  await page.getByRole("link", { name: "Fill in this purge" }).click();
  await expect(page.getByRole("textbox", { name: "Addresses" })).toHaveValue(
    /^http:\/\/.*\/practice\/forgotten$/,
  );

  const auditor = await openAs("auditor", new URL(found).pathname);
  await expect(auditor.getByText("It takes the role support, engineer or admin")).toBeVisible();
  await expect(auditor.getByRole("button", { name: "Ask again" })).toHaveCount(0);
});

test("a page's address pasted into the search leads to the question, and to an answer with its findings", async ({
  edge,
  openAs,
}) => {
  const page = await openAs("support", edge.scenariosUrl);
  await setUp(page, "A cached cookie");
  const pasted = await page.getByRole("combobox", { name: "Page" }).inputValue();
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: /Search tenants/ }).fill(pasted);
  await page.getByRole("option", { name: /^Why is it stale\?/ }).click();
  await page.getByRole("button", { name: "Find out why" }).click();
  await expect(page.getByText("Tell an engineer now, stale or not")).toBeVisible();
  const noticed = page.getByRole("list", { name: "Grave findings" });
  await expect(noticed).toContainText("sets a cookie: every visitor gets the same one");
});
