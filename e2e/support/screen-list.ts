import { expect, type Page } from "@playwright/test";
import { approvalScreens } from "./approval-screens";
import { type ConsoleApi, wholeTenant } from "./console-api";
import { diagnosisScreens } from "./diagnosis-screens";
import { deskScreens } from "./desk-screens";
import type { PracticeEdge } from "./practice-edge";
import { heading, type Screen, type ScreenData, table } from "./screen";
import { probeScreens } from "./screen-list-probes";
import { newAmount, tenantOf } from "./tenants";
import { settingScreens } from "./setting-screens";
import { tokenScreens } from "./token-screens";

const planned = async (page: Page) => {
  await expect(page.getByRole("region", { name: "What this does" })).toContainText("Cost");
};
const story = async (page: Page) => {
  await expect(page.getByRole("list", { name: "What happened" })).toBeVisible();
};

/** Every screen, and each dialog and panel that opens over one. */
export const screens: Screen[] = [
  { name: "sign-in", role: null, path: () => "/sign-in", ready: heading("Sign in") },
  { name: "overview", role: "support", path: () => "/", ready: table("Failed purges") },
  {
    name: "overview as a table",
    role: "support",
    path: () => "/",
    ready: heading("Overview"),
    open: async (page) => {
      await page.getByRole("button", { name: "Show as table" }).click();
    },
  },
  { name: "tenants", role: "support", path: () => "/tenants", ready: table("Tenants") },
  {
    name: "tenant",
    role: "support",
    path: ({ tenant }) => `/tenants/${tenant.id}`,
    ready: table("Pages"),
  },
  {
    name: "tenant for the auditor",
    role: "auditor",
    path: ({ tenant }) => `/tenants/${tenant.id}`,
    ready: table("Pages"),
  },
  { name: "purges", role: "support", path: () => "/purges", ready: table("Purges") },
  {
    name: "purges with a panel",
    role: "support",
    path: ({ purge }) => `/purges?source=manual&purge=${purge}`,
    ready: async (page) => {
      await expect(
        page.getByRole("dialog").getByRole("list", { name: "What happened" }),
      ).toBeVisible();
    },
  },
  {
    name: "purges, nothing found",
    role: "support",
    path: () => "/purges?ticket=ZD-NONE",
    ready: async (page) => {
      await expect(page.getByText("No purge matches these filters")).toBeVisible();
    },
  },
  {
    name: "new purge, no tenant yet",
    role: "support",
    path: () => "/purges/new",
    ready: heading("New purge"),
  },
  {
    name: "new purge",
    role: "support",
    path: ({ control }) => `/purges/new?tenant=${control.id}`,
    ready: planned,
  },
  {
    name: "new purge with errors",
    role: "support",
    path: ({ control }) => `/purges/new?tenant=${control.id}`,
    ready: planned,
    open: async (page) => {
      await page.getByRole("button", { name: /^Invalidate everything/ }).click();
      await expect(page.getByText(/Say why/)).toBeVisible();
    },
  },
  {
    name: "new purge, refused",
    role: "support",
    path: ({ control }) => `/purges/new?tenant=${control.id}&tag=page%3Abilling`,
    ready: async (page) => {
      await expect(page.getByText("This cannot be sent")).toBeVisible();
    },
  },
  ...approvalScreens,
  { name: "receipt", role: "support", path: ({ purge }) => `/purges/${purge}`, ready: story },
  {
    name: "receipt of a failure",
    role: "support",
    path: ({ failed }) => `/purges/${failed}`,
    ready: story,
    open: async (page) => {
      await page.getByRole("button", { name: "Close with a reason" }).click();
    },
  },
  { name: "comparisons", role: "support", path: () => "/compare", ready: heading(/Compar/) },
  {
    name: "comparison",
    role: "support",
    path: ({ comparison }) => `/compare/${comparison}`,
    ready: table("Probes of /billing"),
  },
  {
    name: "new comparison",
    role: "support",
    path: ({ tenant }) => `/compare/new?tenant=${tenant.id}`,
    ready: async (page) => {
      await expect(page.getByRole("button", { name: "Take the before probes" })).toBeVisible();
    },
  },
  ...probeScreens,
  ...diagnosisScreens,
  { name: "audit", role: "auditor", path: () => "/audit", ready: table("Audit record") },
  {
    name: "audit with an open entry",
    role: "auditor",
    path: () => "/audit",
    ready: table("Audit record"),
    open: async (page) => {
      await page.getByRole("table", { name: "Audit record" }).getByRole("button").first().click();
      await expect(page.getByText("Entry id")).toBeVisible();
    },
  },
  ...deskScreens,
  ...tokenScreens,
  ...settingScreens,
  { name: "not allowed", role: "support", path: () => "/audit", ready: heading("Audit") },
  {
    name: "search",
    role: "support",
    path: () => "/tenants",
    ready: table("Tenants"),
    open: async (page) => {
      // The table stands before the page listens to keys; its rows come after.
      await expect(page.getByRole("link", { name: /Acme GmbH/ }).first()).toBeVisible();
      await page.keyboard.press("Control+k");
      await page.getByRole("combobox", { name: /Search tenants/ }).fill("globex");
      await expect(page.getByRole("option", { name: /Globex/ }).first()).toBeVisible();
    },
  },
  {
    name: "shortcuts",
    role: "support",
    path: () => "/tenants",
    ready: table("Tenants"),
    open: async (page) => {
      await expect(page.getByRole("link", { name: /Acme GmbH/ }).first()).toBeVisible();
      await page.keyboard.press("?");
      await expect(page.getByRole("dialog", { name: /shortcuts/i })).toBeVisible();
    },
  },
  {
    name: "account menu",
    role: "support",
    path: () => "/tenants",
    ready: table("Tenants"),
    open: async (page) => {
      await expect(page.getByRole("link", { name: /Acme GmbH/ }).first()).toBeVisible();
      await page.getByRole("button", { name: /signed in as/ }).click();
      await expect(page.getByRole("dialog", { name: "Account" })).toBeVisible();
    },
  },
  {
    name: "not found",
    role: "support",
    path: () => "/purges/018f0000-0000-7000-8000-000000000000",
    ready: async (page) => {
      await expect(page.getByText(/could not be loaded/)).toBeVisible();
    },
  },
];

/** Makes a proven purge of the first tenant, a failed one of the third, and a comparison. */
export async function makeScreenData(
  api: ConsoleApi,
  engineer: ConsoleApi,
  edge: PracticeEdge,
  slugs: readonly [affected: string, control: string, failing: string],
): Promise<ScreenData> {
  const [tenant, control, failing] = [tenantOf(slugs[0]), tenantOf(slugs[1]), tenantOf(slugs[2])];
  await edge.visit(tenant.host, "/billing");
  await edge.editInvoice(tenant.host, tenant.invoice, newAmount(), "forget");
  const { id: comparison } = await api.compare(tenant.id, control.id, "/billing");
  // Edited without a purge: there is an old copy to be found.
  const { id: diagnosis } = await api.diagnose(tenant.id, "/billing");
  const { id: purge } = await api.purge(wholeTenant(tenant));
  await api.finished(purge);
  await api.probeAgain(comparison, purge);
  await api.probeAgain(comparison);
  await edge.setFaults({ apiStatus: { mode: "error", status: 403 } });
  const { id: failed } = await api.purge(wholeTenant(failing));
  await api.finished(failed);
  await edge.clearFaults();
  const { id: waiting } = await engineer.purge(
    wholeTenant(tenant, {
      selector: { tags: ["page:billing"] },
      confirmation: "practice.localhost",
    }),
  );
  return { tenant, control, purge, failed, waiting, comparison, diagnosis };
}
