import type { Locator, Page } from "@playwright/test";
import type { Overview } from "@/lib/schemas/overview";
import { expectAccessible } from "./support/axe";
import { type ConsoleApi, wholeTenant } from "./support/console-api";
import { expect, test } from "./support/own-console";
import type { PracticeEdge } from "./support/practice-edge";
import { fillReason, receiptOf } from "./support/screens";
import { tenantOf } from "./support/tenants";

// A prefix waits for long, so that its screens can be looked at; one object goes at once; a tenant's tag
// has the five seconds that a newcomer gets.
test.use({
  directory: {
    policies: [
      { tier: "object", graceSeconds: 0 },
      { tier: "section", graceSeconds: 300 },
    ],
  },
});

const standing = (page: Page) => page.getByRole("region", { name: "Where it stands" });
const story = (page: Page) => page.getByRole("list", { name: "What happened" });

function oneObject(slug: string, reason = "Old amounts") {
  const { id, invoice } = tenantOf(slug);
  return {
    tenantId: id,
    method: "purge" as const,
    selector: { tags: [`invoice:${invoice}`] },
    reason,
  };
}

/** The row of a list that names a target. */
function rowOf(page: Page, table: string, target: string): Locator {
  return page.getByRole("table", { name: table }).getByRole("row").filter({ hasText: target });
}

/** Asks for a purge that waits for long: its URLs' allowance is paused, all other purges go on. */
async function askForLate(support: ConsoleApi, edge: PracticeEdge): Promise<string> {
  const { id: tenantId, host } = tenantOf("timber-freight");
  await edge.setFaults({ apiStatus: { mode: "error", status: 429, retryAfter: 240, count: 1 } });
  const { id } = await support.purge({
    tenantId,
    method: "purge",
    selector: { files: [`https://${host}/billing`] },
    reason: "Waits for more than a minute",
  });
  await expect.poll(async () => (await support.readPurge(id)).line?.holdUp).toBe("pause");
  await edge.clearFaults();
  return id;
}

// Asked for before the first test, whichever that is: the last one looks at it a minute later.
let late: Promise<string> | undefined;
test.beforeEach(async ({ apiAs, edge }) => {
  late ??= askForLate(await apiAs("support"), edge);
  await late;
});

test("a support agent sees the countdown and cancels, with the keyboard and from the row", async ({
  openAs,
  apiAs,
  edge,
}) => {
  const support = await apiAs("support");
  const [first, second, third] = [
    tenantOf("rowan-freight"),
    tenantOf("rowan-analytics"),
    tenantOf("rowan-bakeries"),
  ];
  const page = await openAs("support", `/purges/new?tenant=${first.id}`);
  await fillReason(page, { reason: "The logo is the old one", confirmation: first.slug });
  await page.keyboard.press("Enter");
  const cancelled = await receiptOf(page);
  await expect(standing(page)).toContainText(/Scheduled\s*Sent in [1-5] s/);
  await expect(standing(page)).toContainText("Nothing was sent yet.");
  // Whoever has just sent it can take it back with one key.
  await expect(standing(page).getByRole("button", { name: "Cancel this purge" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(standing(page)).toContainText("Nothing was sent");
  await expect(standing(page).locator(":focus"), "the focus is not lost").toHaveCount(1);
  await expect(story(page).getByRole("listitem").last()).toContainText("Cancelled by support");

  await support.purge(wholeTenant(second));
  await page.goto("/purges");
  const row = rowOf(page, "Purges", `tenant:${second.id}`).first();
  await expect(row).toContainText(/Scheduled\s*[1-5] s/);
  await row.getByRole("button", { name: `Cancel: Purge everything of ${second.slug}` }).click();
  await expect(row).toContainText("Cancelled");
  await expect(row).toContainText("Not sent");
  await expect(row.getByRole("link", { name: /^Receipt/ })).toBeFocused();

  const { id: sent } = await support.purge(wholeTenant(third));
  await page.goto(`/purges/${sent}`);
  await expect(standing(page)).toContainText("Sent, and it cannot be undone", { timeout: 15_000 });
  await expect(standing(page)).toContainText("Accepted is Cloudflare's word.");
  await expect(page.getByRole("button", { name: "Cancel this purge" })).toHaveCount(0);
  expect(await edge.purgesOf(`tenant:${third.id}`)).toHaveLength(1);
  for (const { id } of [first, second]) expect(await edge.purgesOf(`tenant:${id}`)).toEqual([]);
  expect((await support.readPurge(cancelled)).status).toBe("cancelled");
});

test("what can be cancelled is plain in light and dark; too late is said", async ({
  openAs,
  apiAs,
}) => {
  const tenant = tenantOf("rowan-robotics");
  const engineer = await apiAs("engineer");
  const { id } = await engineer.purge({
    ...wholeTenant(tenant),
    selector: { prefixes: [`${tenant.host}/billing/`] },
  });
  const page = await openAs("engineer", `/purges/${id}`);
  await expect(standing(page)).toContainText(/Sent in (300|29\d) s/);
  await expectAccessible(page, "receipt, scheduled");
  await page.goto("/purges?status=scheduled");
  const row = rowOf(page, "Purges", `${tenant.host}/billing/`);
  await expect(row.getByRole("button", { name: /^Cancel/ })).toBeVisible();
  await expectAccessible(page, "purges with one that can be cancelled");

  // Somebody else was faster.
  await page.goto(`/purges/${id}`);
  const cancel = page.getByRole("button", { name: "Cancel this purge" });
  await expect(cancel).toBeVisible();
  await page.route("**/cancellation", async (route) => {
    await engineer.post(`/purges/${id}/cancellation`, {}, 200);
    await route.continue();
  });
  await cancel.click();
  await expect(standing(page).getByRole("alert")).toContainText("Too late to cancel");
});

test("while it waits, its place in line and about when it is sent are shown", async ({
  openAs,
  apiAs,
  edge,
}) => {
  const support = await apiAs("support");
  await edge.setFaults({ apiStatus: { mode: "error", status: 429, retryAfter: 25, count: 1 } });
  const asked: string[] = [];
  for (const slug of ["saffron-freight", "saffron-dental", "saffron-bakeries"]) {
    asked.push((await support.purge(oneObject(slug))).id);
    const at = asked.length - 1;
    await expect
      .poll(async () => (await support.readPurge(asked[at] ?? "")).line?.holdUp)
      .toBe("pause");
  }
  const [, , last = ""] = asked;
  const page = await openAs("support", `/purges/${last}`);
  await expect(standing(page)).toContainText("At most 2 purges go first");
  await expect(standing(page)).toContainText("the account is paused for as long as it asked");
  await expect(standing(page)).toContainText(/Sent at about \d\d:\d\d:\d\d, in \d+ s/);
  await expect(standing(page).getByRole("button", { name: "Cancel this purge" })).toBeVisible();
  await expectAccessible(page, "receipt, queued");
  await page.goto("/");
  const sending = page.getByRole("table", { name: "Sending to Cloudflare" });
  await expect(sending).toContainText("Paused");
  await expect(sending).toContainText("3 queued");
  for (const id of asked) expect((await support.finished(id)).status).toBe("accepted");
});

test("a failed purge is retried, closed with a reason, and all are retried, by keyboard", async ({
  openAs,
  apiAs,
  edge,
}) => {
  const support = await apiAs("support");
  await edge.setFaults({ apiStatus: { mode: "error", status: 403 } });
  const slugs = ["timber-analytics", "timber-dental", "delta-bakeries", "timber-robotics"] as const;
  const asked = await Promise.all(
    slugs.map(async (slug) => (await support.purge(oneObject(slug))).id),
  );
  const [one = "", closed = "", ...others] = asked;
  for (const id of asked) await support.finished(id);
  await edge.clearFaults();

  const page = await openAs("support", "/failures");
  // By its receipt: the practice history has failed purges of the same invoices, now and then.
  const row = (id: string) =>
    page
      .getByRole("table", { name: "Failures" })
      .getByRole("row")
      .filter({ has: page.locator(`a[href*="${id}"]`) });
  await expect(row(one)).toContainText("403 / 10000");
  await expectAccessible(page, "failures");
  await row(one)
    .getByRole("button", { name: /^Retry: Purge invoice/ })
    .focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog").getByRole("textbox")).toBeFocused();
  await expectAccessible(page, "retry dialog");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("textbox", { name: "Why again?" })).toHaveAccessibleDescription(
    /Give a reason/,
  );
  await page.keyboard.type("The token is repaired");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Back in line, to be sent again").first()).toBeVisible();
  await expect(row(one)).toHaveCount(0);
  await expect(page.getByText(/need a person, newest first/)).toBeFocused();
  const again = await support.finished(one);
  expect(again.attempts.map(({ outcome }) => outcome)).toEqual(["permanent", "accepted"]);

  await row(closed)
    .getByRole("button", { name: /^Close/ })
    .click();
  await page
    .getByRole("textbox", { name: "Why does it need nothing more?" })
    .fill("Purged by hand");
  await page.getByRole("button", { name: "Close the failed purge" }).click();
  await expect(row(closed)).toHaveCount(0);
  await page.goto(`/purges/${closed}`);
  await expect(standing(page)).toContainText("Failed, closed");
  await expect(standing(page)).toContainText("Purged by hand");
  await page.goto(`/purges/${others[0] ?? ""}`);
  await expect(standing(page).getByRole("button", { name: "Retry" })).toBeVisible();
  await expectAccessible(page, "receipt, failed");

  await page.goto("/failures");
  await page.getByRole("button", { name: /^Retry all \d+/ }).click();
  await page.getByRole("textbox", { name: "Why again?" }).fill("The token is repaired");
  await page.getByRole("button", { name: /^Send \d+ purges again/ }).click();
  await expect(page.getByText(/\d+ back in line/).first()).toBeVisible();
  for (const id of others) expect((await support.finished(id)).status).toBe("accepted");
  for (const id of asked) await expect(row(id)).toHaveCount(0);
});

test("the breaker is seen on the overview while Cloudflare fails, and everything is sent after", async ({
  openAs,
  apiAs,
  edge,
}) => {
  const support = await apiAs("support");
  await edge.setFaults({ apiStatus: { mode: "error", status: 503 } });
  const asked: string[] = [];
  for (const name of ["cedar", "delta", "ember", "fjord"])
    for (const trade of ["freight", "analytics", "dental"])
      asked.push((await support.purge(oneObject(`${name}-${trade}`))).id);
  const requests = async () =>
    (await support.get<Overview>("/overview")).sending.find(({ kind }) => kind === "requests");
  await expect.poll(async () => (await requests())?.breaker).toBe("open");
  const page = await openAs("support", "/");
  const table = page.getByRole("table", { name: "Sending to Cloudflare" });
  const row = table.getByRole("row").filter({ hasText: "Breaker open" });
  await expect(row).toContainText("Stopped");
  await expect(row).toContainText(/\d+ calls failed in a row/);
  await expect(page.getByText(/1 stopped/)).toBeVisible();
  // The screen keeps this state for as long as axe looks at it.
  await page.route("**/api/v1/overview*", () => undefined);
  await edge.clearFaults();
  await expectAccessible(page, "overview, breaker open");
  for (const id of asked) expect((await support.finished(id)).status).toBe("accepted");
  await page.unrouteAll();
  await page.reload();
  await expect(table).toContainText("Breaker closed");
  await expect(table).not.toContainText("Breaker open");
});

test("what is late is seen on the overview, in the list and in the receipt", async ({
  openAs,
  apiAs,
}) => {
  test.setTimeout(90_000);
  const support = await apiAs("support");
  const id = (await late) ?? "";
  await expect
    .poll(async () => (await support.readPurge(id)).late, { timeout: 65_000, intervals: [500] })
    .toBe(true);
  const page = await openAs("support", "/");
  await expect(page.getByText("1 paused, 1 purge late")).toBeVisible();
  await expectAccessible(page, "overview, late");
  await page.getByRole("link", { name: "1 late", exact: true }).click();
  await expect(page).toHaveURL(/status=late/);
  const rows = page.getByRole("table", { name: "Purges" }).getByRole("row");
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(1)).toContainText(/Queued\s*Late/);
  await expectAccessible(page, "purges, late");
  await rows
    .nth(1)
    .getByRole("link", { name: /^Receipt/ })
    .click();
  await expect(page.getByRole("dialog")).toContainText("It is next in line");
  await page.goto(`/purges/${id}`);
  await expect(standing(page)).toContainText(/Queued\s*Late/);
  await expect(standing(page)).toContainText(/Sent at about \d\d:\d\d:\d\d/);
  await expectAccessible(page, "receipt, late");
});
