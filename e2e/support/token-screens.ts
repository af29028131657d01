import { expect, type Page } from "@playwright/test";
import { heading, type Screen, table } from "./screen";

const makeToken = async (page: Page) => {
  await page.getByRole("button", { name: "New token" }).click();
  const form = page.getByRole("dialog", { name: "New service token" });
  await form.getByRole("textbox", { name: "Name" }).fill("billing, production");
  await form.getByRole("textbox", { name: "Service" }).fill("billing");
  await form.getByRole("button", { name: "Make the token" }).click();
  await expect(page.getByRole("dialog", { name: "billing, production is made" })).toBeVisible();
};

/** The screens of service tokens. */
export const tokenScreens: Screen[] = [
  {
    name: "service token made",
    role: "admin",
    path: () => "/tokens",
    ready: heading("Service tokens"),
    open: makeToken,
  },
  {
    name: "service tokens",
    role: "admin",
    path: () => "/tokens",
    ready: heading("Service tokens"),
    open: async (page) => {
      await makeToken(page);
      await page.getByRole("button", { name: "I have copied it" }).click();
      await table("Service tokens")(page);
    },
  },
  {
    name: "new service token with errors",
    role: "admin",
    path: () => "/tokens",
    ready: heading("Service tokens"),
    open: async (page) => {
      await page.getByRole("button", { name: "New token" }).click();
      const form = page.getByRole("dialog", { name: "New service token" });
      await form.getByRole("button", { name: "Make the token" }).click();
      await expect(form.getByText("must have at least 3 characters").first()).toBeVisible();
    },
  },
  {
    name: "revoking a service token",
    role: "admin",
    path: () => "/tokens",
    ready: heading("Service tokens"),
    open: async (page) => {
      await makeToken(page);
      await page.getByRole("button", { name: "I have copied it" }).click();
      await page.getByRole("button", { name: "Revoke billing, production" }).first().click();
      await expect(page.getByRole("dialog", { name: /^Revoke/ })).toBeVisible();
    },
  },
  {
    name: "service tokens, not allowed",
    role: "support",
    path: () => "/tokens",
    ready: heading("Service tokens"),
  },
  {
    name: "retention, everything kept",
    role: "admin",
    path: () => "/retention",
    ready: table("Retention"),
  },
  { name: "people", role: "admin", path: () => "/people", ready: table("People") },
  {
    name: "a person",
    role: "admin",
    path: () => "/people",
    ready: table("People"),
    open: async (page) => {
      await page.getByRole("button", { name: "Manage support@example.com" }).click();
      await expect(page.getByRole("combobox", { name: "Role" })).toBeVisible();
    },
  },
  {
    name: "people, not allowed",
    role: "auditor",
    path: () => "/people",
    ready: heading("People"),
  },
  {
    name: "own sessions",
    role: "support",
    path: () => "/tenants",
    ready: table("Tenants"),
    open: async (page) => {
      await page.getByRole("button", { name: /signed in as/ }).click();
      await page.getByRole("button", { name: "Your sessions" }).click();
      await expect(page.getByRole("list", { name: "Sessions" })).toBeVisible();
    },
  },
  {
    name: "no access",
    role: null,
    path: () => "/no-access",
    ready: heading("You have no access to this console"),
  },
];
