import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test as base } from "./fixtures";
import type { ScreenData } from "./support/screen";
import { makeScreenData, screens } from "./support/screen-list";

const slugs = ["quartz-freight", "quartz-analytics", "quartz-bakeries"] as const;
// Made once a worker: the screens are only looked at.
let made: Promise<ScreenData> | undefined;
const test = base.extend<{ data: ScreenData }>({
  data: async ({ apiAs, edge }, use) => {
    made ??= makeScreenData(await apiAs("support"), await apiAs("engineer"), edge, slugs);
    await use(await made);
  },
});

// By far the longest file: all workers share it.
test.describe.configure({ mode: "parallel" });

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
// So high that nothing is scrolled: a row half under a table's head would count as too small.
const desk = { width: 1280, height: 2400 };
const narrow = new Set([
  "tenant",
  "new purge",
  "new purge, refused",
  "receipt",
  "receipt of a failure",
]);

async function whatAxeFinds(page: Page) {
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
  return violations.map(({ id, help, nodes }) => ({
    rule: `${id}: ${help}`,
    at: nodes
      .slice(0, 5)
      .map(({ target, failureSummary }) => `${target.join(" ")} ${failureSummary ?? ""}`),
  }));
}

/** What can be pressed and does not lie within the window. */
const whatIsOutside = (page: Page) =>
  page
    .getByRole("main")
    .locator("a:visible, button:visible, input:visible, select:visible, textarea:visible")
    .evaluateAll((all) =>
      all
        .filter((one) => one.closest("[class*=overflow-x]") === null)
        .map((one) => ({ what: one.outerHTML.slice(0, 120), box: one.getBoundingClientRect() }))
        .filter(({ box }) => box.width > 1 && (box.right > innerWidth + 1 || box.left < -1))
        .map(({ what }) => what),
    );

for (const { name, role, path, ready, open } of screens) {
  test(`axe finds nothing in light and dark: ${name}`, async ({ openAs, data }) => {
    const page = await openAs(role, path(data), {
      colorScheme: "light",
      reducedMotion: "reduce",
      viewport: desk,
    });
    await ready(page);
    await open?.(page);
    expect(await whatAxeFinds(page), "in light").toEqual([]);
    await page.emulateMedia({ colorScheme: "dark" });
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
    expect(await whatAxeFinds(page), "in dark").toEqual([]);
  });

  const widths = narrow.has(name) ? [390, 320] : [390];
  test(`nothing to scroll sideways: ${name} at ${widths.join(" and ")} pixels`, async ({
    openAs,
    data,
  }) => {
    const height = 780;
    const page = await openAs(role, path(data), { viewport: { width: 390, height } });
    await ready(page);
    await open?.(page);
    for (const width of widths) {
      await page.setViewportSize({ width, height });
      const content = await page.evaluate(() => document.scrollingElement?.scrollWidth ?? 0);
      expect(content, `${width} pixels`).toBeLessThanOrEqual(width);
      expect(await whatIsOutside(page), `${width} pixels`).toEqual([]);
    }
  });
}
