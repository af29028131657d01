import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { newApiContext, signIn } from "./support/console-api";
import { fillReason, receiptOf, seeAccepted } from "./support/screens";
import { tenantOf } from "./support/tenants";

async function become(page: Page, role: string) {
  await page.getByRole("button", { name: new RegExp(`${role}@example\\.com`) }).click();
}

test("a link from a ticket survives the sign-in, with everything that it fills in", async ({
  openAs,
}) => {
  const tenant = tenantOf("pebble-freight");
  const link = `/purges/new?tenant=${tenant.id}&ticket=ZD-3001&reason=From+the+ticket`;
  const page = await openAs(null, link);
  await page.waitForURL(/\/sign-in\?callbackUrl=/);
  await become(page, "support");
  await expect(page).toHaveURL(link);
  await expect(page.getByRole("textbox", { name: /Ticket/ })).toHaveValue("ZD-3001");
  await expect(page.getByRole("textbox", { name: "Reason" })).toHaveValue("From the ticket");
});

test("signing out ends the session for the old cookie too", async ({
  openAs,
  playwright,
  consoleUrl,
}) => {
  const session = await signIn(playwright.request, consoleUrl, "support");
  const page = await openAs(null, "/sign-in", { storageState: session });
  await page.goto("/");
  await page
    .getByRole("button", { name: /Role support, signed in as support@example\.com/ })
    .click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL(/\/sign-in/);

  // Whoever kept the cookie has nothing: the session is gone, not only the browser's copy of it.
  const kept = await newApiContext(playwright.request, consoleUrl, session);
  const answer = await kept.get("/api/v1/tenants/42");
  expect(answer.status()).toBe(401);
  expect(await answer.json()).toMatchObject({ code: "not_signed_in" });
  await kept.dispose();
  await page.goto("/purges");
  await page.waitForURL(/\/sign-in/);
});

test("signing out by the API ends the session on the next request", async ({
  playwright,
  consoleUrl,
}) => {
  const storageState = await signIn(playwright.request, consoleUrl, "engineer");
  const first = await newApiContext(playwright.request, consoleUrl, storageState);
  const second = await newApiContext(playwright.request, consoleUrl, storageState);
  expect((await second.get("/api/v1/overview")).status()).toBe(200);
  const { csrfToken } = (await (await first.get("/api/auth/csrf")).json()) as { csrfToken: string };
  await first.post("/api/auth/signout", { form: { csrfToken, json: "true" } });
  expect((await second.get("/api/v1/overview")).status()).toBe(401);
  for (const context of [first, second]) await context.dispose();
});

test("a sign-in never leads to another site", async ({ openAs, consoleUrl }) => {
  for (const elsewhere of [
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
  ]) {
    const page = await openAs(null, `/sign-in?callbackUrl=${encodeURIComponent(elsewhere)}`);
    await become(page, "support");
    await expect(page.getByRole("heading", { name: "Overview", level: 1 })).toBeVisible();
    expect(new URL(page.url()).origin).toBe(new URL(consoleUrl).origin);
    await page.close();
  }
});

test("a session that ends while a form is filled in: what was typed is kept, and sent once", async ({
  openAs,
  playwright,
  consoleUrl,
  edge,
}) => {
  const tenant = tenantOf("pebble-bakeries");
  // Another spec sends again whatever has failed, this tenant's too.
  const sent = async () => (await edge.purgesOf(`tenant:${tenant.id}`)).length;
  const before = await sent();
  const session = await signIn(playwright.request, consoleUrl, "support");
  const page = await openAs(null, "/sign-in", { storageState: session });
  await page.goto(`/purges/new?tenant=${tenant.id}`);
  await page.getByRole("radio", { name: "Purge (hard)" }).check();
  await fillReason(page, { reason: "Typed before the session ended", confirmation: tenant.slug });
  const button = page.getByRole("button", { name: `Purge everything of ${tenant.slug}` });
  await expect(button).toBeEnabled();
  await page.context().clearCookies();
  await button.click();
  const again = page.getByRole("link", { name: /Sign in again/ });
  await expect(again).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Reason" })).toHaveValue(
    "Typed before the session ended",
  );
  expect(await sent()).toBe(before);

  const [other] = await Promise.all([page.context().waitForEvent("page"), again.click()]);
  await become(other, "support");
  await expect(other.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(other).not.toHaveURL(/sign-in/);
  await other.close();
  await expect(page.getByRole("textbox", { name: "Reason" })).toHaveValue(
    "Typed before the session ended",
  );
  const retry = page.getByRole("button", { name: "Try again" });
  await ((await retry.isVisible()) ? retry : button).click();
  await receiptOf(page);
  await seeAccepted(page);
  expect(await sent()).toBe(before + 1);
});

test("a session that ends while reading: to the sign-in and back to the same screen", async ({
  openAs,
  playwright,
  consoleUrl,
}) => {
  const session = await signIn(playwright.request, consoleUrl, "support");
  const page = await openAs(null, "/sign-in", { storageState: session });
  await page.goto("/purges?source=job&status=accepted");
  await expect(page.getByRole("table", { name: "Purges" }).getByRole("row").nth(1)).toBeVisible();
  await page.context().clearCookies();
  await page.getByRole("combobox", { name: "Source" }).selectOption("Deploy");
  await page.waitForURL(/\/sign-in\?callbackUrl=/);
  await become(page, "support");
  await expect(page).toHaveURL(/\/purges\?.*source=deploy/);
  await expect(page).toHaveURL(/status=accepted/);
  await expect(page.getByRole("combobox", { name: "Source" })).toHaveValue("deploy");
});
