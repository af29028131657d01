import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import type { Role } from "@/lib/schemas/words";
import { expect, test } from "./fixtures";
import { wholeTenant } from "./support/console-api";
import { tenantOf } from "./support/tenants";

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const tenant = tenantOf("quartz-freight");
const control = tenantOf("quartz-analytics");

interface Made {
  purge: string;
  failed: string;
  comparison: string;
}

interface Screen {
  name: string;
  role: Role | null;
  path: (made: Made) => string;
  /** What is there when the screen has its data. */
  ready: (page: Page) => Promise<void>;
  /** Opens what is looked at: a dialog, a panel. */
  open?: (page: Page) => Promise<void>;
}

const heading = (name: string | RegExp) => async (page: Page) => {
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
};
const table = (name: string) => async (page: Page) => {
  await expect(page.getByRole("table", { name }).first().getByRole("row").nth(1)).toBeVisible();
};
const planned = async (page: Page) => {
  await expect(page.getByRole("region", { name: "What this does" })).toContainText("Cost");
};
const story = async (page: Page) => {
  await expect(page.getByRole("list", { name: "What happened" })).toBeVisible();
};

const screens: Screen[] = [
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
  { name: "tenant", role: "support", path: () => `/tenants/${tenant.id}`, ready: table("Pages") },
  { name: "tenant for the auditor", role: "auditor", path: () => `/tenants/${tenant.id}`, ready: table("Pages") },
  { name: "purges", role: "support", path: () => "/purges", ready: table("Purges") },
  {
    name: "purges with a panel",
    role: "support",
    path: ({ purge }) => `/purges?source=manual&purge=${purge}`,
    ready: async (page) => {
      await expect(page.getByRole("dialog").getByRole("list", { name: "What happened" })).toBeVisible();
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
  { name: "new purge, no tenant yet", role: "support", path: () => "/purges/new", ready: heading("New purge") },
  { name: "new purge", role: "support", path: () => `/purges/new?tenant=${control.id}`, ready: planned },
  {
    name: "new purge with errors",
    role: "support",
    path: () => `/purges/new?tenant=${control.id}`,
    ready: planned,
    open: async (page) => {
      await page.getByRole("button", { name: /^Invalidate everything/ }).click();
      await expect(page.getByText(/Say why/)).toBeVisible();
    },
  },
  {
    name: "new purge, refused",
    role: "engineer",
    path: () => `/purges/new?tenant=${control.id}&tag=page%3Abilling`,
    ready: async (page) => {
      await expect(page.getByText("This cannot be sent")).toBeVisible();
    },
  },
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
    path: () => `/compare/new?tenant=${tenant.id}`,
    ready: async (page) => {
      await expect(page.getByRole("button", { name: "Take the before probes" })).toBeVisible();
    },
  },
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
  { name: "not allowed", role: "support", path: () => "/audit", ready: heading("Audit") },
  {
    name: "search",
    role: "support",
    path: () => "/tenants",
    ready: table("Tenants"),
    open: async (page) => {
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

let made: Made;

test.beforeEach(async ({ apiAs, edge }) => {
  // Once for all of them: the data is only looked at.
  if (made !== undefined) return;
  const support = await apiAs("support");
  const { id: comparison } = await support.compare(tenant.id, control.id, "/billing");
  const { id: purge } = await support.purge(wholeTenant(tenant));
  await support.finished(purge);
  await support.probeAgain(comparison, purge);
  await edge.setFaults({ apiStatus: { mode: "error", status: 403 } });
  const { id: failed } = await support.purge(wholeTenant(tenantOf("quartz-bakeries")));
  await support.finished(failed);
  await edge.clearFaults();
  made = { purge, failed, comparison };
});

for (const { name, role, path, ready, open } of screens) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`axe finds nothing: ${name}, ${colorScheme}`, async ({ openAs }) => {
      const page = await openAs(role, path(made), { colorScheme, reducedMotion: "reduce" });
      await ready(page);
      await open?.(page);
      const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
      const told = violations.map(({ id, help, nodes }) => ({
        rule: `${id}: ${help}`,
        at: nodes.slice(0, 5).map(({ target, failureSummary }) => `${target.join(" ")} ${failureSummary ?? ""}`),
      }));
      expect(told).toEqual([]);
    });
  }
}

const narrow = new Set(["tenant", "new purge", "new purge, refused", "receipt", "receipt of a failure"]);

for (const { name, role, path, ready, open } of screens) {
  for (const width of narrow.has(name) ? [390, 320] : [390]) {
    test(`nothing to scroll sideways: ${name} at ${width} pixels`, async ({ openAs }) => {
      const page = await openAs(role, path(made), { viewport: { width, height: 780 } });
      await ready(page);
      await open?.(page);
      const [content, window] = await page.evaluate(() => [
        document.scrollingElement?.scrollWidth ?? 0,
        innerWidth,
      ]);
      expect(content).toBeLessThanOrEqual(window ?? 0);
      // Nothing is cut off either: all that can be pressed lies within the window.
      const outside = await page
        .getByRole("main")
        .locator("a:visible, button:visible, input:visible, select:visible, textarea:visible")
        .evaluateAll((all) =>
          all
            .filter((one) => one.closest("[class*=overflow-x]") === null)
            .map((one) => ({ what: one.outerHTML.slice(0, 120), box: one.getBoundingClientRect() }))
            .filter(({ box }) => box.width > 1 && (box.right > innerWidth + 1 || box.left < -1))
            .map(({ what }) => what),
        );
      expect(outside).toEqual([]);
    });
  }
}
