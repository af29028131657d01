import { expect, type Page } from "@playwright/test";
import { heading, type Screen, table } from "./screen";

const answered = async (page: Page) => {
  await expect(page.getByRole("list", { name: "Questions" })).toBeVisible();
};

/** Draws three of the wide purges of the practice history, and opens the first one's form. */
async function drawAndSign(page: Page): Promise<void> {
  const form = page.getByRole("form", { name: "Draw a sample" });
  await form.getByRole("textbox", { name: "Seed" }).fill("accessibility");
  await form.getByRole("textbox", { name: "How many" }).fill("3");
  await form.getByRole("button", { name: "Draw a sample" }).click();
  await expect(page.getByRole("list", { name: "Drawn entries" })).toBeVisible();
  await page.getByRole("button", { name: "Sign off on drawn entry 1", exact: true }).click();
  await page.getByRole("button", { name: "Note it" }).click();
  await expect(page.getByText("Say in a few words what you found")).toBeVisible();
}

/** The auditor's desk, its report, a sample, reconciliation, and what the record says when it was verified. */
export const deskScreens: Screen[] = [
  { name: "auditor's desk", role: "auditor", path: () => "/desk", ready: answered },
  {
    name: "auditor's desk with an answer",
    role: "auditor",
    path: () => "/desk?question=wide_purges",
    ready: table("Wide purges"),
  },
  {
    name: "auditor's desk for an admin, who signs nothing",
    role: "admin",
    path: () => "/desk?question=failed_unresolved",
    ready: answered,
  },
  {
    name: "sample that is signed off",
    role: "auditor",
    path: () => "/desk?question=wide_purges",
    ready: table("Wide purges"),
    open: drawAndSign,
  },
  {
    name: "audit report",
    role: "auditor",
    path: () => "/desk/report",
    ready: async (page) => {
      await expect(page.getByRole("region", { name: "The record" })).toBeVisible();
    },
  },
  {
    name: "reconciliation",
    role: "auditor",
    path: () => "/reconciliations",
    ready: heading("Reconciliation"),
    open: async (page) => {
      await page.getByRole("button", { name: "Compare with Cloudflare" }).click();
      const open = page.getByRole("list", { name: "Comparisons" }).getByRole("listitem").first();
      await expect(open.getByText(/matched by cf-ray/)).toBeVisible({ timeout: 20_000 });
    },
  },
  {
    name: "desk, not allowed",
    role: "support",
    path: () => "/desk",
    ready: heading("Auditor’s desk"),
  },
  {
    name: "audit, verified",
    role: "auditor",
    path: () => "/audit",
    ready: table("Audit record"),
    open: async (page) => {
      const protection = page.getByRole("region", { name: "Protection" });
      await protection.getByRole("button", { name: "More", exact: true }).click();
      await page.getByRole("button", { name: "Verify", exact: true }).click();
      await expect(page.getByText("No break found")).toBeVisible();
    },
  },
];
