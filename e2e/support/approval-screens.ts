import { expect } from "@playwright/test";
import { type Screen, table } from "./screen";

/** The screens of what a second person decides on, and of the policy that asks for one. */
export const approvalScreens: Screen[] = [
  {
    name: "new purge, needs a second person",
    role: "engineer",
    path: ({ control }) => `/purges/new?tenant=${control.id}&tag=page%3Abilling`,
    ready: async (page) => {
      await expect(page.getByRole("button", { name: /^Ask for approval/ })).toBeVisible();
    },
  },
  {
    name: "approvals",
    role: "admin",
    path: () => "/approvals",
    ready: table("Waiting for a second person"),
  },
  {
    name: "approval",
    role: "admin",
    path: ({ waiting }) => `/approvals?purge=${waiting}`,
    ready: async (page) => {
      await expect(page.getByRole("button", { name: "Approve and send" })).toBeVisible();
    },
  },
  {
    name: "approval of one's own",
    role: "engineer",
    path: ({ waiting }) => `/approvals?purge=${waiting}`,
    ready: async (page) => {
      await expect(page.getByText("You may not decide on this one")).toBeVisible();
    },
  },
  { name: "policy", role: "support", path: () => "/policy", ready: table("Purges by risk") },
  {
    name: "policy, changed",
    role: "admin",
    path: () => "/policy",
    ready: table("Purges by risk"),
    open: async (page) => {
      await page.getByRole("button", { name: "Change the policy" }).click();
      await page.getByRole("checkbox", { name: /^Second person: Content/ }).uncheck();
      await page.getByRole("button", { name: "Look at the changes" }).click();
      await expect(page.getByRole("dialog").getByText("Lets more through")).toBeVisible();
    },
  },
];
