import type { Approval } from "@/lib/schemas/approvals";
import { expect, test } from "./fixtures";
import { tenantOf } from "./support/tenants";

const tenant = tenantOf("lumen-bakeries");

test("a shared tag is asked for by the engineer, approved by the admin, and sent", async ({
  openAs,
  apiAs,
  edge,
}) => {
  const before = (await edge.purgesOf("page:billing")).length;
  const page = await openAs("engineer", `/purges/new?tenant=${tenant.id}&tag=page%3Abilling`);
  await expect(page.getByText(/Up to \d+ other tenants/)).toBeVisible();
  await page.getByRole("textbox", { name: "Reason" }).fill("All billing pages show old prices");
  await page.getByRole("textbox", { name: /to confirm/ }).fill("practice.localhost");
  await page.getByRole("button", { name: /^Ask for approval: / }).click();
  await page.waitForURL(/\/purges\/[0-9a-f-]{36}/);
  await expect(page.getByText("Nothing is sent before somebody else has.")).toBeVisible();
  const id = new URL(page.url()).pathname.split("/").at(-1) ?? "";

  // The asker sees it wait, and may not decide.
  await page.goto(`/approvals?purge=${id}`);
  await expect(page.getByText("You asked for it: somebody else has to decide.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Approve and send" })).toHaveCount(0);
  expect((await edge.purgesOf("page:billing")).length, "nothing is sent meanwhile").toBe(before);

  const admin = await openAs("admin", "/");
  await admin.getByRole("link", { name: /^Approvals.*wait for you/ }).click();
  const row = admin.getByRole("row").filter({ hasText: "All billing pages show old prices" });
  await row.getByRole("button", { name: /^Look and decide/ }).click();
  const dialog = admin.getByRole("dialog");
  await expect(dialog.getByText("page:billing").first()).toBeVisible();
  await dialog.getByRole("button", { name: "Approve and send" }).click();
  await expect(dialog.getByText(/at least 3 characters/)).toBeVisible();
  await dialog.getByRole("textbox", { name: "Why, for the record" }).fill("The prices did change");
  await dialog.getByRole("button", { name: "Approve and send" }).click();
  await expect(dialog).toHaveCount(0);

  const api = await apiAs("engineer");
  expect((await api.finished(id)).status).toBe("accepted");
  expect((await edge.purgesOf("page:billing")).length).toBe(before + 1);
  const decided = await api.get<Approval>(`/approvals/${id}`);
  expect(decided.decision).toMatchObject({ by: "admin@example.com" });
});

test("what was previewed and has changed since is not sent: the form shows it anew", async ({
  openAs,
}) => {
  const page = await openAs("support", `/purges/new?tenant=${tenant.id}`);
  await page.route("**/api/v1/purges/plan", async (route) => {
    const answer = await route.fetch();
    const plan = (await answer.json()) as { digest: string };
    await route.fulfill({
      response: answer,
      json: { ...plan, digest: `x${plan.digest.slice(1)}` },
    });
  });
  await page.reload();
  await page.getByRole("textbox", { name: "Reason" }).fill("The old amount is still shown");
  await page.getByRole("textbox", { name: /to confirm/ }).fill(tenant.slug);
  await page.getByRole("button", { name: /^Invalidate everything of/ }).click();
  await expect(page.getByText(/Not what was previewed: the tenant changed/)).toBeVisible();
  await page.unroute("**/api/v1/purges/plan");
  await expect(page.getByRole("textbox", { name: "Reason" })).toHaveValue(/old amount/);
});
