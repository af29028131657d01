import AxeBuilder from "@axe-core/playwright";
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

for (const { name, role, path, ready, open } of screens) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`axe finds nothing: ${name}, ${colorScheme}`, async ({ openAs, data }) => {
      // So high that nothing is scrolled: a row half under a table's head would count as too small.
      const viewport = { width: 1280, height: 2400 };
      const page = await openAs(role, path(data), {
        colorScheme,
        reducedMotion: "reduce",
        viewport,
      });
      await ready(page);
      await open?.(page);
      const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
      const told = violations.map(({ id, help, nodes }) => ({
        rule: `${id}: ${help}`,
        at: nodes
          .slice(0, 5)
          .map(({ target, failureSummary }) => `${target.join(" ")} ${failureSummary ?? ""}`),
      }));
      expect(told).toEqual([]);
    });
  }
}

const narrow = new Set([
  "tenant",
  "new purge",
  "new purge, refused",
  "receipt",
  "receipt of a failure",
]);

for (const { name, role, path, ready, open } of screens) {
  for (const width of narrow.has(name) ? [390, 320] : [390]) {
    test(`nothing to scroll sideways: ${name} at ${width} pixels`, async ({ openAs, data }) => {
      const page = await openAs(role, path(data), { viewport: { width, height: 780 } });
      await ready(page);
      await open?.(page);
      const content = await page.evaluate(() => document.scrollingElement?.scrollWidth ?? 0);
      expect(content).toBeLessThanOrEqual(width);
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
