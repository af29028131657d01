import { expect, test } from "./fixtures";
import { wholeTenant } from "./support/console-api";
import { newTicket, tenantOf } from "./support/tenants";

test("filters live in the address: reload, Back and a new tab show the same list", async ({
  openAs,
}) => {
  const page = await openAs("support", "/purges");
  const table = page.getByRole("table", { name: "Purges" });
  await expect(table.getByRole("row").nth(1)).toBeVisible();
  await page.getByRole("combobox", { name: "Result" }).selectOption("Failed");
  await expect(page).toHaveURL(/status=failed/);
  await page.getByRole("combobox", { name: "Source" }).selectOption("Job");
  await expect(page).toHaveURL(/source=job/);
  const results = table.getByText(/^Failed/);
  await expect(results.nth(0)).toBeVisible();
  await expect(table.getByText("Accepted", { exact: true })).toHaveCount(0);
  await expect(table.getByText("Webhook", { exact: true })).toHaveCount(0);
  const first = (await table.getByRole("row").nth(1).innerText()).split("\n").slice(1).join(" ");

  await page.reload();
  await expect(page.getByRole("combobox", { name: "Result" })).toHaveValue("failed");
  await expect(page.getByRole("combobox", { name: "Source" })).toHaveValue("job");
  await expect(results.nth(0)).toBeVisible();
  const reloaded = (await table.getByRole("row").nth(1).innerText()).split("\n").slice(1).join(" ");
  expect(reloaded).toBe(first);

  await page.goBack();
  await expect(page).not.toHaveURL(/source=job/);
  await expect(page).toHaveURL(/status=failed/);
  await expect(page.getByRole("combobox", { name: "Source" })).toHaveValue("");
  await page.goForward();
  await expect(page.getByRole("combobox", { name: "Source" })).toHaveValue("job");

  await page.getByRole("button", { name: /Remove filter.*Result/ }).click();
  await expect(page).not.toHaveURL(/status=/);
  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect(page).not.toHaveURL(/source=/);
});

test("every filter of the list narrows it", async ({ openAs, apiAs }) => {
  const tenant = tenantOf("ochre-freight");
  const ticket = newTicket();
  const support = await apiAs("support");
  await support.finished((await support.purge(wholeTenant(tenant, { ticket }))).id);
  const tag = `tenant:${tenant.id}`;
  for (const query of [
    `ticket=${ticket}&tenant=${tenant.id}&source=manual`,
    `ticket=${ticket}`,
    `tag=${encodeURIComponent(tag)}&actor=support&ticket=${ticket}`,
    `actor=support%40&status=accepted&ticket=${ticket}`,
    `period=1h&source=manual&ticket=${ticket}`,
  ]) {
    const page = await openAs("support", `/purges?${query}`);
    const rows = page.getByRole("table", { name: "Purges" }).getByRole("row");
    await expect(rows, query).toHaveCount(2);
    await expect(rows.nth(1)).toContainText(ticket);
    await expect(page.getByRole("group", { name: "Filters that are on" })).toBeVisible();
    await page.close();
  }
});

test("a filter that cannot be used is left out, and said", async ({ openAs }) => {
  const page = await openAs("support", "/purges?status=melted");
  await expect(page.getByText(/filter that cannot be used/)).toBeVisible();
  await expect(page.getByRole("table", { name: "Purges" }).getByRole("row").nth(1)).toBeVisible();
  await page.getByRole("button", { name: "Take it out of the address" }).click();
  await expect(page).not.toHaveURL(/melted/);
});

test("nothing found is told apart from nothing there, with the way out", async ({ openAs }) => {
  const page = await openAs("support", "/purges?ticket=ZD-NONE");
  await expect(page.getByText("No purge matches these filters")).toBeVisible();
  await page.getByRole("main").getByRole("button", { name: "Clear filters" }).last().click();
  await expect(page.getByRole("table", { name: "Purges" }).getByRole("row").nth(1)).toBeVisible();
});

test("new purges are announced and move nothing until they are asked for", async ({
  openAs,
  apiAs,
}) => {
  const tenant = tenantOf("ochre-analytics");
  const ticket = newTicket();
  const page = await openAs("support", "/purges");
  const rows = page.getByRole("table", { name: "Purges" }).getByRole("row");
  await expect(rows.nth(3)).toBeVisible();
  const count = await rows.count();
  const keyOf = (at: number) =>
    rows
      .nth(at)
      .getByRole("link", { name: /^Receipt/ })
      .getAttribute("href");
  const first = await keyOf(1);
  const place = await rows.nth(1).boundingBox();

  const support = await apiAs("support");
  const { id } = await support.purge(wholeTenant(tenant, { ticket }));
  const show = page.getByRole("button", { name: /Show \d+ new purges?/ });
  await expect(show).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole("status").filter({ hasText: /new purge/ })).toBeAttached();
  expect(await keyOf(1), "the rows stand").toBe(first);
  expect(await rows.count()).toBe(count);
  expect(await rows.nth(1).boundingBox(), "where they stood").toEqual(place);

  await show.click();
  await expect(rows.filter({ hasText: ticket })).toHaveCount(1);
  expect(await keyOf(1)).toContain(id);
});

test("a row opens a panel that is part of the address, and its own page", async ({ openAs }) => {
  const page = await openAs("support", "/purges?status=accepted");
  const row = page.getByRole("table", { name: "Purges" }).getByRole("row").nth(1);
  const link = row.getByRole("link", { name: /^Receipt/ });
  const id = (await link.getAttribute("href"))?.split("/").at(-1) ?? "";
  await link.click();
  await expect(page).toHaveURL(new RegExp(`purge=${id}`));
  await expect(page, "the filters stay").toHaveURL(/status=accepted/);
  const panel = page.getByRole("dialog");
  await expect(panel).toContainText(id);
  await page.reload();
  await expect(panel).toContainText(id);
  await page.goBack();
  await expect(panel).toHaveCount(0);
  await page.goForward();
  await expect(panel).toContainText(id);
  await panel.getByRole("link", { name: "Own page" }).click();
  await expect(page).toHaveURL(new RegExp(`/purges/${id}`));
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByRole("list", { name: "What happened" })).toBeVisible();
});

test("the list goes on, keeps its rows, and says its end", async ({ openAs, apiAs }) => {
  const tenant = tenantOf("ochre-bakeries");
  const support = await apiAs("support");
  const detail = await support.get<{ purgeCount: number }>(`/tenants/${tenant.id}`);
  const page = await openAs("support", "/purges?source=webhook");
  const table = page.getByRole("table", { name: "Purges" });
  const rows = table.getByRole("row");
  await expect(rows.nth(1)).toBeVisible();
  const before = await rows.count();
  await page.getByRole("button", { name: /Load more|Show more|more/i }).click();
  await expect.poll(() => rows.count()).toBeGreaterThan(before);
  const links = await table
    .getByRole("link", { name: /^Receipt/ })
    .evaluateAll((all) => all.map((one) => one.getAttribute("href")));
  expect(new Set(links).size, "no row twice").toBe(links.length);

  await page.goto(`/purges?tenant=${tenant.id}`);
  await expect(rows).toHaveCount(detail.purgeCount + 1);
});

test("times: relative, absolute on focus and hover, and one switch for UTC", async ({ openAs }) => {
  const page = await openAs("support", "/purges");
  const time = page
    .getByRole("table", { name: "Purges" })
    .getByRole("row")
    .nth(1)
    .getByRole("time")
    .first();
  await expect(time).toHaveAttribute("datetime", /^\d{4}-\d\d-\d\dT.*Z$/);
  await time.focus();
  await expect(page.getByRole("tooltip").filter({ hasText: /UTC/ })).toBeVisible();
  await page.getByRole("button", { name: /UTC time. Switch to local/ }).click();
  await time.hover();
  await expect(
    page.getByRole("tooltip").filter({ hasText: /GMT\+|CET|CEST|Berlin/ }),
  ).toBeVisible();
});
