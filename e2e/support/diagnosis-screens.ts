import { expect, type Page } from "@playwright/test";
import type { Screen } from "./screen";

const rowsOf = (name: string) => async (page: Page) => {
  await expect(page.getByRole("table", { name }).getByRole("row").nth(1)).toBeVisible();
};

/** The screens that say why a page is stale. */
export const diagnosisScreens: Screen[] = [
  {
    name: "why stale",
    role: "support",
    path: ({ diagnosis }) => `/diagnoses/${diagnosis}`,
    ready: rowsOf("Answers"),
  },
  {
    name: "why stale, list",
    role: "auditor",
    path: () => "/diagnoses",
    ready: rowsOf("Why pages were stale"),
  },
  {
    name: "asking why",
    role: "support",
    path: ({ tenant }) => `/diagnoses/new?tenant=${tenant.id}`,
    ready: async (page) => {
      await expect(page.getByRole("button", { name: "Find out why" })).toBeVisible();
    },
    open: async (page) => {
      await page.getByRole("combobox", { name: "Page" }).fill("https://evil.example/billing");
      await page.getByRole("button", { name: "Find out why" }).click();
      await expect(page.getByText(/is not one of the tenant's hosts/)).toBeVisible();
    },
  },
];
