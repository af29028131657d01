import { expect, test } from "./fixtures";
import { wholeTenant } from "./support/console-api";
import { cuttableLine } from "./support/cuttable-line";
import { newTicket, tenantOf } from "./support/tenants";

const tenant = tenantOf("ochre-dental");

test("a purge by somebody else is one new row, its receipt follows to Accepted, and a pause holds", async ({
  openAs,
  apiAs,
}) => {
  const engineer = await apiAs("engineer");
  // Nothing of other tests is in this list.
  const ticket = newTicket();
  const path = `/purges?ticket=${ticket}`;
  await engineer.finished((await engineer.purge(wholeTenant(tenant, { ticket }))).id);
  const page = await openAs("support", path);
  const rows = page.getByRole("table", { name: "Purges" }).getByRole("row");
  await expect(rows).toHaveCount(2);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();

  const { id } = await engineer.purge(wholeTenant(tenant, { ticket }));
  await page.getByRole("button", { name: "Show 1 new purge" }).click();
  await expect(rows).toHaveCount(3);
  await expect(rows.nth(1)).toContainText("Accepted");
  const receipt = await openAs("support", `/purges/${id}`);
  await expect(receipt.getByRole("list", { name: "What happened" })).toContainText(
    "Accepted by Cloudflare",
  );

  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByText("Paused", { exact: true })).toBeVisible();
  const third = await engineer.purge(wholeTenant(tenant, { ticket }));
  await engineer.finished(third.id);
  // Another tab of the same person follows: by then this one would have, too.
  const other = await openAs("support", path);
  await expect(other.getByRole("table", { name: "Purges" }).getByRole("row")).toHaveCount(4);
  await expect(page.getByRole("button", { name: /new purge/ })).toHaveCount(0);
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByRole("button", { name: "Show 1 new purge" })).toBeVisible();
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
});

test("a receipt and the tenant's page follow while they are open", async ({
  openAs,
  apiAs,
  edge,
}) => {
  const engineer = await apiAs("engineer");
  await edge.setFaults({ apiStatus: { mode: "error", status: 503 } });
  const { id } = await engineer.purge(wholeTenant(tenant));
  const receipt = await openAs("support", `/purges/${id}`);
  const story = receipt.getByRole("list", { name: "What happened" });
  await expect(story).toBeVisible();
  await expect(story).not.toContainText("Accepted by Cloudflare");
  const page = await openAs("support", `/tenants/${tenant.id}`);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  await edge.clearFaults();
  await expect(story).toContainText("Accepted by Cloudflare", { timeout: 30_000 });
  const before = await page.getByText(/purges? recorded in all/).innerText();
  await engineer.purge(wholeTenant(tenant));
  await expect(page.getByText(/purges? recorded in all/)).not.toHaveText(before);
  await expect(page.getByRole("button", { name: /Show 1 new purge/ })).toBeVisible();
});

test("after the connection was cut nothing is missing, and the screen says how it stands", async ({
  openAs,
  apiAs,
  consoleUrl,
}) => {
  const engineer = await apiAs("engineer");
  const line = await cuttableLine(consoleUrl);
  try {
    const ticket = newTicket();
    await engineer.finished((await engineer.purge(wholeTenant(tenant, { ticket }))).id);
    const page = await openAs("support", `/purges?ticket=${ticket}`, { baseURL: line.url });
    // What fails while the line is cut is not the page's fault.
    page.removeAllListeners("console");
    page.removeAllListeners("pageerror");
    const live = page.getByText("Live", { exact: true });
    await expect(live).toBeVisible();
    line.cut();
    await expect(page.getByText("Reconnecting", { exact: true })).toBeVisible();
    const missed = await Promise.all(
      [1, 2, 3].map(() => engineer.purge(wholeTenant(tenant, { ticket }))),
    );
    for (const { id } of missed) await engineer.finished(id);
    line.mend();
    await expect(live).toBeVisible({ timeout: 20_000 });
    expect(line.asked(), "it went on where it was").toMatch(/last-event-id: \d+/i);
    await page.getByRole("button", { name: "Show 3 new purges" }).click();
    const rows = page.getByRole("table", { name: "Purges" }).getByRole("row");
    await expect(rows).toHaveCount(5);
    await expect(rows.getByText("Accepted", { exact: true })).toHaveCount(4);
  } finally {
    await line.close();
  }
});
