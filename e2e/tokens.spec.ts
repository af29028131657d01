import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "./fixtures";
import { makeToken } from "./support/service-api";
import { tenantOf } from "./support/tenants";

const run = promisify(execFile);
const tenant = tenantOf("timber-freight");

test("an admin makes a token, pastes its curl line, sees it used, and revokes it", async ({
  openAs,
  apiAs,
}) => {
  const name = `billing ${Date.now()}`;
  const page = await openAs("admin", "/tokens");
  await page.getByRole("button", { name: "New token" }).click();
  const form = page.getByRole("dialog", { name: "New service token" });
  await form.getByRole("textbox", { name: "Service" }).fill("billing");
  await form.getByRole("textbox", { name: /^Zones/ }).fill("practice.localhost, nowhere.example");
  await form.getByRole("textbox", { name: /^Tenants/ }).fill(tenant.id);
  await form.getByRole("checkbox", { name: "Read" }).uncheck();
  await form.getByRole("button", { name: "Make the token" }).click();
  // The server's words, at their fields; what was typed is still there.
  await expect(form.getByRole("textbox", { name: "Name" })).toHaveAccessibleDescription(
    /must have at least 3 characters/,
  );
  await form.getByRole("textbox", { name: "Name" }).fill(name);
  await form.getByRole("button", { name: "Make the token" }).click();
  await expect(form.getByRole("textbox", { name: /^Zones/ })).toHaveAccessibleDescription(
    /there is no zone nowhere\.example/,
  );
  await expect(form.getByRole("textbox", { name: /^Tenants/ })).toHaveValue(tenant.id);
  await form.getByRole("textbox", { name: /^Zones/ }).fill("practice.localhost");
  await form.getByRole("button", { name: "Make the token" }).click();

  const made = page.getByRole("dialog", { name: `${name} is made` });
  const secret = await made
    .getByRole("region", { name: "Token", exact: true })
    .locator("pre")
    .innerText();
  expect(secret).toMatch(/^pct_[0-9a-f]{32}_[\w-]{43}$/);
  const curl = await made
    .getByRole("region", { name: "Try it with curl" })
    .locator("pre")
    .innerText();
  await expect(made.getByRole("region", { name: /TypeScript/ })).toContainText(secret);
  const { stdout } = await run("bash", ["-c", curl.replace(/^curl /, "curl -sS ")]);
  expect(JSON.parse(stdout)).toMatchObject({ success: true, errors: [] });

  // The secret is in this dialog alone: no slip closes it, however often.
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await page.mouse.click(5, 5);
  await made.getByRole("button", { name: "Close" }).click();
  await expect(made.getByRole("alert")).toContainText("Not closed: the token would be gone");
  await expect(made.getByRole("region", { name: "Token", exact: true })).toContainText(secret);
  await made.getByRole("button", { name: "I have copied it" }).click();
  await expect(made).toHaveCount(0);
  // Without a reload: what was changed a moment ago is in the setting's history.
  const history = page.getByRole("region", { name: "History of service tokens" });
  await expect(history).toContainText(`made the service token ${name}`);
  await page.reload();
  const row = page.getByRole("table", { name: "Service tokens" }).getByRole("row", { name });
  await expect(row).toContainText("Purge by tags or URLs");
  await expect(row).toContainText(`practice.localhost; tenant ${tenant.id}`);
  await expect(row).toContainText(/just now|\d+ s ago/);
  await expect(row).toContainText("Active");
  expect(await page.content()).not.toContain(secret);
  const { items } = await (
    await apiAs("admin")
  ).get<{ items: { actor: { name: string }; selector: unknown }[] }>(`/purges?tenant=${tenant.id}`);
  expect(items[0]).toMatchObject({
    actor: { name: "billing" },
    selector: { tags: [`tenant:${tenant.id}`] },
  });

  await row.getByRole("button", { name: `Revoke ${name}` }).click();
  const revoke = page.getByRole("dialog", { name: `Revoke ${name}` });
  await revoke.getByRole("button", { name: "Revoke the token" }).click();
  await expect(revoke).toContainText("Give a reason of at least 3 characters");
  await revoke.getByRole("textbox").fill("It was only tried");
  await revoke.getByRole("button", { name: "Revoke the token" }).click();
  await expect(row).toContainText("Revoked");
  await expect(history).toContainText(`revoked the service token ${name}`);
  await expect(row.getByRole("button")).toHaveCount(0);
  const after = await run("bash", ["-c", curl.replace(/^curl /, "curl -sS ")]);
  expect(JSON.parse(after.stdout)).toMatchObject({ success: false, errors: [{ code: 10000 }] });
});

test("who may not make tokens is told who may, and has no way there", async ({ openAs }) => {
  for (const role of ["support", "engineer", "auditor"] as const) {
    const page = await openAs(role, "/tokens");
    await expect(page.getByText("Your role does not include service tokens")).toBeVisible();
    await expect(page.getByText(/with the role admin have it/)).toBeVisible();
    await expect(page.getByRole("button", { name: "New token" })).toHaveCount(0);
    const navigation = page.getByRole("navigation", { name: "Main" });
    await expect(navigation.getByRole("link", { name: "Tokens" })).toHaveCount(0);
  }
});

test("a purge of several tenants says so in the feed, and names them on its receipt", async ({
  openAs,
  apiAs,
  stranger,
}) => {
  const several = ["amber-robotics", "birch-bakeries", "cedar-bakeries"].map(tenantOf);
  const { secret } = await makeToken(await apiAs("admin"));
  const answer = await stranger.post(
    "/client/v4/zones/c0ffee00000000000000000000000001/purge_cache",
    {
      headers: { Authorization: `Bearer ${secret}`, "X-Purge-Actor": "Zoë of Amber" },
      data: { tags: several.map(({ id }) => `tenant:${id}`) },
    },
  );
  expect(answer.status(), await answer.text()).toBe(200);
  const id = answer.headers()["purge-console-purge-id"] ?? "";
  const page = await openAs("support", "/purges");
  const row = page.locator(`[data-purge-row="${id}"]`);
  await expect(row).toContainText("3 tenants");
  await expect(row).toContainText("billing");
  await page.goto(`/purges/${id}`);
  for (const { slug } of several)
    await expect(page.getByRole("link", { name: slug })).toBeVisible();
  await expect(page.getByRole("list", { name: "What happened" })).toContainText(
    "billing, for Zoë of Amber",
  );
});
