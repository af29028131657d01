import { expect } from "@playwright/test";
import { type Screen, table } from "./screen";

const zone = "/zones/c0ffee00000000000000000000000001";

/** The screens of zones and tag plans. */
export const settingScreens: Screen[] = [
  { name: "zones", role: "support", path: () => "/zones", ready: table("Zones") },
  {
    name: "zone",
    role: "auditor",
    path: () => zone,
    ready: async (page) => {
      await expect(page.getByRole("heading", { name: "At Cloudflare" })).toBeVisible();
      await expect(
        page
          .getByText(/^It is in the audit record|no entry about it|imported/i)
          .or(page.getByText("The import changed"))
          .first(),
      ).toBeVisible();
    },
  },
  {
    name: "zone, changed",
    role: "admin",
    path: () => zone,
    ready: async (page) => {
      await expect(page.getByRole("heading", { name: "At Cloudflare" })).toBeVisible();
    },
    open: async (page) => {
      await page.getByRole("button", { name: "Change the zone" }).click();
      await page.getByRole("textbox", { name: /^Origin: address/ }).fill("10.0.0.1:443");
      await page.getByRole("button", { name: "Change the zone" }).click();
      await expect(page.getByText("The zone was not changed")).toBeVisible();
    },
  },
  {
    name: "tag plan",
    role: "support",
    path: () => `${zone}/tag-plan`,
    ready: table("Tag plan"),
  },
  {
    name: "tag plan, a new line",
    role: "engineer",
    path: () => `${zone}/tag-plan`,
    ready: table("Tag plan"),
    open: async (page) => {
      await page.getByRole("button", { name: "Add a line" }).click();
      await page.getByRole("button", { name: "Add the line" }).click();
      await expect(page.getByText("The tag plan was not changed")).toBeVisible();
    },
  },
];
