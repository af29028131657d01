import { expect, type Locator, type Page } from "@playwright/test";

/** Chooses a tenant in a field that searches while one types. */
export async function pickTenant(page: Page, label: string, typed: string, name: RegExp) {
  const field = page.getByRole("combobox", { name: label });
  await field.fill(typed);
  await page.getByRole("option", { name }).click();
}

/** The line of a receipt's proof that tells one side's answers in order. */
export function proofLine(page: Page, side: "affected" | "control"): Locator {
  return page
    .getByRole("region", { name: "Proof" })
    .getByRole("listitem")
    .filter({ hasText: side });
}

interface Filled {
  reason: string;
  /** The text to type for a purge of this risk; absent: a button is enough. */
  confirmation?: string;
}

/** Fills in what every purge asks for, once the form says what it will do. */
export async function fillReason(page: Page, { reason, confirmation }: Filled): Promise<void> {
  await page.getByRole("textbox", { name: "Reason" }).fill(reason);
  if (confirmation !== undefined) {
    await page.getByRole("textbox", { name: `Type ${confirmation} to confirm` }).fill(confirmation);
  }
}

/** Waits for a receipt's page and answers the purge's id. */
export async function receiptOf(page: Page): Promise<string> {
  await page.waitForURL(/\/purges\/[0-9a-f-]{36}/);
  await expect(page.getByRole("list", { name: "What happened" })).toBeVisible();
  return new URL(page.url()).pathname.split("/").at(-1) ?? "";
}

/** Waits until Cloudflare has accepted the purge whose receipt is shown. */
export async function seeAccepted(page: Page): Promise<void> {
  const story = page.getByRole("list", { name: "What happened" });
  await expect(story.getByRole("listitem").last()).toContainText("Accepted by Cloudflare", {
    timeout: 20_000,
  });
}

/** Waits until the overview has its data: only then does the page listen to keys. */
export async function listensToKeys(page: Page): Promise<void> {
  await expect(page.getByRole("button", { name: "Show as table" })).toBeVisible();
}
