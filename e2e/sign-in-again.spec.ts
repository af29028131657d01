import pg from "pg";
import type { Page } from "@playwright/test";
import type { AuditList } from "@/lib/schemas/audit";
import { startPostgres } from "@/prisma/testing/start-postgres";
import { expect, test as shared } from "./fixtures";
import {
  type ConsoleProcess,
  makeDataDir,
  removeDataDir,
  startConsole,
} from "./support/console-process";
import { PracticeEdge } from "./support/practice-edge";
import { tenantOf } from "./support/tenants";

interface Own {
  database: pg.Client;
  own: ConsoleProcess;
}

// A console with a database that a test can reach into: sign-ins are made older there.
const test = shared.extend<object, Own>({
  database: [
    async ({}, use) => {
      const postgres = await startPostgres();
      const client = new pg.Client({ connectionString: `${postgres.url}/postgres` });
      client.on("error", () => undefined);
      await client.connect();
      await use(client);
      await client.end();
      await postgres.stop();
    },
    { scope: "worker" },
  ],
  own: [
    async ({ database }, use) => {
      const dataDir = makeDataDir();
      const { host, port } = database;
      const own = await startConsole({
        DATA_DIR: dataDir,
        PORT: "3272",
        DATABASE_URL: `postgresql://postgres:postgres@${host}:${port}/postgres`,
      });
      await use(own);
      await own.kill();
      removeDataDir(dataDir);
    },
    { scope: "worker", timeout: 120_000 },
  ],
  consoleUrl: [
    async ({ own }, use) => {
      await use(own.url);
    },
    { scope: "worker" },
  ],
  edge: async ({ own }, use) => {
    await use(await PracticeEdge.find(own.controlUrl));
  },
});

const tenant = tenantOf("lumen-bakeries");
const shown = `/purges/new?tenant=${tenant.id}&tag=page%3Abilling&ticket=ZD-12`;
const reason = "All billing pages show the old prices";
const zoneName = "practice.localhost";

/** All sign-ins so far are from so many minutes ago. */
const makeOlder = (database: pg.Client, minutes: number) =>
  database.query(
    `UPDATE session SET authenticated_at = authenticated_at - make_interval(mins => $1)`,
    [minutes],
  );

type OpenAs = (role: null, path: string) => Promise<Page>;

/** Signs in on the sign-in page, and goes on to where a link led: the specs' shared sessions are ended here. */
async function enterAs(openAs: OpenAs, role: "engineer" | "admin", path: string): Promise<Page> {
  const page = await openAs(null, path);
  await page.getByRole("button", { name: new RegExp(`${role}@example\\.com`) }).click();
  await expect(page).toHaveURL(path);
  return page;
}

async function confirmAndAsk(page: Page) {
  await page.getByRole("textbox", { name: /to confirm/ }).fill(zoneName);
  await page.getByRole("button", { name: /^Ask for approval: / }).click();
}

const lastId = (page: Page) => new URL(page.url()).pathname.split("/").at(-1) ?? "";

test("an hour after the sign-in a wide purge asks for a new one, and the form is as it was", async ({
  openAs,
  database,
}) => {
  const page = await openAs("engineer", shown);
  await page.getByRole("textbox", { name: "Reason" }).fill(reason);
  await page.getByRole("radio", { name: /^Purge \(hard\)/ }).check();
  await expect(page.getByRole("button", { name: /^Ask for approval: purge/ })).toBeVisible();
  await expect(page.getByText("Sign in again first")).toHaveCount(0);
  // It gets too old while the form is being filled: the server says so, nothing goes out.
  await makeOlder(database, 61);
  await confirmAndAsk(page);
  await expect(page.getByText("Sign in again first")).toBeVisible();
  await expect(page.getByText(/a sign-in of the last 60 minutes\. You signed in/)).toBeVisible();
  await expect(page.getByRole("button", { name: /^Ask for approval/ })).toHaveCount(0);
  const count = await database.query(`SELECT count(*)::int AS n FROM purge WHERE reason = $1`, [
    reason,
  ]);
  expect(count.rows).toEqual([{ n: 0 }]);

  await page.getByRole("link", { name: "Sign in again" }).click();
  await expect(page.getByRole("heading", { name: "Sign in again" })).toBeVisible();
  await page.getByRole("button", { name: /engineer@example\.com/ }).click();
  await expect(page).toHaveURL(shown);
  await expect(page.getByRole("textbox", { name: "Reason" })).toHaveValue(reason);
  await expect(page.getByRole("textbox", { name: "Ticket" })).toHaveValue("ZD-12");
  await expect(page.getByRole("radio", { name: /^Purge \(hard\)/ })).toBeChecked();
  await expect(page.getByText("Sign in again first")).toHaveCount(0);
  await confirmAndAsk(page);
  await page.waitForURL(/\/purges\/[0-9a-f-]{36}/);
});

test("whoever approves signs in again too, in another tab, and what was written stays", async ({
  openAs,
  apiAs,
  database,
}) => {
  const page = await enterAs(openAs, "engineer", shown.replace("ZD-12", "ZD-13"));
  await page.getByRole("textbox", { name: "Reason" }).fill(reason);
  await confirmAndAsk(page);
  await page.waitForURL(/\/purges\/[0-9a-f-]{36}/);
  const id = lastId(page);

  const admin = await enterAs(openAs, "admin", `/approvals?purge=${id}`);
  await expect(admin.getByRole("dialog").getByText("page:billing").first()).toBeVisible();
  await makeOlder(database, 61);
  await admin.reload();
  const dialog = admin.getByRole("dialog");
  await expect(dialog.getByText("Sign in again first")).toBeVisible();
  await dialog.getByRole("textbox", { name: "Why, for the record" }).fill("The prices did change");
  await dialog.getByRole("button", { name: "Approve and send" }).click();
  await expect(dialog.getByText("It was not decided")).toBeVisible();
  const opened = admin.context().waitForEvent("page");
  await dialog
    .getByRole("link", { name: /^Sign in again \(opens a new tab/ })
    .first()
    .click();
  const tab = await opened;
  await tab.getByRole("button", { name: /admin@example\.com/ }).click();
  await expect(
    tab.getByRole("dialog").getByRole("button", { name: "Approve and send" }),
  ).toBeVisible();
  await expect(tab.getByText("Sign in again first")).toHaveCount(0);
  await tab.close();
  await expect(dialog.getByRole("textbox", { name: "Why, for the record" })).toHaveValue(
    /did change/,
  );
  await dialog.getByRole("button", { name: "Approve and send" }).click();
  await expect(dialog).toHaveCount(0);

  const auditor = await apiAs("auditor");
  const { items } = await auditor.get<AuditList>("/audit?outcome=refused");
  expect(items.map(({ action, actor }) => [action, actor.name])).toEqual(
    expect.arrayContaining([
      ["purge.request", "engineer@example.com"],
      ["approval.approve", "admin@example.com"],
    ]),
  );
});

test("a narrow purge goes out with an old sign-in", async ({ openAs, database }) => {
  await makeOlder(database, 600);
  const page = await openAs("support", `/purges/new?tenant=${tenant.id}`);
  await page.getByRole("textbox", { name: "Reason" }).fill("The old amount is still shown");
  await page.getByRole("textbox", { name: /to confirm/ }).fill(tenant.slug);
  await page.getByRole("button", { name: /^Invalidate everything of/ }).click();
  await page.waitForURL(/\/purges\/[0-9a-f-]{36}/);
});

test("the policy says how recent the sign-in has to be, and takes a recent one to be changed", async ({
  openAs,
  database,
}) => {
  const page = await enterAs(openAs, "admin", "/policy");
  await makeOlder(database, 16);
  const row = page.getByRole("row").filter({ hasText: "Everything in the zone" }).first();
  await expect(row.getByText("in the last 15 min")).toBeVisible();
  await page.getByRole("button", { name: "Change the policy" }).click();
  await page.getByRole("textbox", { name: /^Minutes since the sign-in.*in the zone/ }).fill("");
  await page.getByRole("button", { name: "Look at the changes" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("Lets more through")).toBeVisible();
  await dialog.getByRole("textbox").fill("We are few");
  await dialog.getByRole("button", { name: "Change the policy" }).click();
  await expect(dialog.getByText(/asks here for a sign-in of the last 15 minutes/)).toBeVisible();
  await expect(dialog.getByRole("link", { name: /^Sign in again/ })).toBeVisible();
});

test("a role is given by a recent sign-in, and what was chosen stays while somebody signs in again", async ({
  openAs,
  database,
}) => {
  await enterAs(openAs, "engineer", "/");
  const page = await enterAs(openAs, "admin", "/people");
  await makeOlder(database, 16);
  await page.getByRole("button", { name: /engineer@example\.com/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: "Role" }).selectOption("auditor");
  await dialog.getByRole("textbox", { name: /^Why/ }).fill("Moved to the auditors");
  await dialog.getByRole("button", { name: "Make them auditor" }).click();
  await expect(dialog.getByText(/asks here for a sign-in of the last 15 minutes/)).toBeVisible();
  const link = dialog.getByRole("link", { name: /^Sign in again/ });
  const [other] = await Promise.all([page.waitForEvent("popup"), link.click()]);
  await other.getByRole("button", { name: /admin@example\.com/ }).click();
  await expect(other).toHaveURL(/\/people\?person=/);
  await expect(dialog.getByRole("textbox", { name: /^Why/ })).toHaveValue("Moved to the auditors");
  await dialog.getByRole("button", { name: "Make them auditor" }).click();
  await expect(dialog.getByText(/role: engineer → auditor/)).toBeVisible();
});
