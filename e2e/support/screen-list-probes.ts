import { expect } from "@playwright/test";
import type { Screen } from "./screen";

/** The screens of the canary and the watch. */
export const probeScreens: Screen[] = [
  {
    name: "new watch",
    role: "support",
    path: ({ tenant, control }) => `/watch?tenant=${tenant.id},${control.id}`,
    ready: async (page) => {
      await expect(page.getByRole("button", { name: "Watch 8 pages" })).toBeVisible();
    },
  },
  {
    name: "watch",
    role: "support",
    path: ({ tenant, control }) => `/watch?tenant=${tenant.id},${control.id}`,
    ready: async (page) => {
      await page.getByRole("button", { name: "Watch 8 pages" }).click();
      const pages = page.getByRole("table", { name: "Watched pages" });
      await expect(pages.getByText(/MISS|HIT/).first()).toBeVisible();
    },
  },
  {
    name: "canary",
    role: "engineer",
    path: () => "/canary",
    ready: async (page) => {
      const table = page.getByRole("table", { name: "Canary of practice.localhost" });
      await expect(table.getByText("tenant:{id}")).toBeVisible();
    },
  },
];
