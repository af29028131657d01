import type { Page } from "@playwright/test";
import type { AuditList } from "@/lib/schemas/audit";
import type { PersonList } from "@/lib/schemas/people";
import { expect, test as shared } from "./fixtures";
import {
  type ConsoleProcess,
  makeDataDir,
  removeDataDir,
  runConsole,
  startConsole,
} from "./support/console-process";
import { client, type OpenIdProvider, startOpenIdProvider } from "./support/openid-provider";
import { PracticeEdge } from "./support/practice-edge";
import { tenantOf } from "./support/tenants";

// A console that people come into by a real OpenID provider, with the practice edge behind it.
const port = "3271";
const consoleUrl = `http://localhost:${port}`;

interface Own {
  provider: OpenIdProvider;
  own: ConsoleProcess;
}

const test = shared.extend<object, Own>({
  provider: [
    async ({}, use) => {
      const verified = (email: string, ...groups: string[]) => ({
        ...{ email, email_verified: true, groups },
      });
      const provider = await startOpenIdProvider(consoleUrl, {
        ada: verified("ada@example.com", "staff", "purge-admins"),
        sam: verified("sam@example.com", "desk"),
        nils: verified("nils@example.com", "staff"),
        mallory: { email: "ada@example.com", email_verified: false, groups: ["desk"] },
      });
      await use(provider);
      await provider.close();
    },
    { scope: "worker" },
  ],
  own: [
    async ({ provider }, use) => {
      const dataDir = makeDataDir();
      const own = await startConsole({
        DATA_DIR: dataDir,
        PORT: port,
        NEXTAUTH_SECRET: "a secret for tests only, long enough",
        OIDC_ISSUER: provider.issuer,
        OIDC_CLIENT_ID: client.id,
        OIDC_CLIENT_SECRET: client.secret,
        OIDC_NAME: "Example ID",
        OIDC_ROLE_CLAIM: "groups",
        OIDC_ROLE_MAP: "admin=purge-admins; support=desk",
        ACCESS_CONTACT: "the service desk (desk@example.com)",
      });
      await use(own);
      expect(own.output()).not.toContain(client.secret);
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
  // Nobody is in before they have come in by the provider.
  sessions: [
    async ({}, use) => {
      await use({} as never);
    },
    { scope: "worker" },
  ],
  edge: async ({ own }, use) => {
    await use(await PracticeEdge.find(own.controlUrl));
  },
});

type OpenAs = (role: null, path: string) => Promise<Page>;

/** A browser that nobody is signed in with. The provider's own pages ask for a font from elsewhere: it gets none. */
async function openOut(openAs: OpenAs, path: string): Promise<Page> {
  const page = await openAs(null, path);
  await page.route(/^https:/, (route) => route.fulfill({ body: "" }));
  return page;
}

/** Types a name into the provider's form, and lets it tell the console. */
async function enterAs(page: Page, name: string) {
  await page.getByPlaceholder("Enter any login").fill(name);
  await page.getByPlaceholder("and password").fill("any");
  await page.getByRole("button", { name: "Sign-in" }).click();
  const allow = page.getByRole("button", { name: "Continue" });
  await allow.or(page.locator("main")).first().waitFor();
  if (await allow.isVisible()) await allow.click();
}

const withProvider = (page: Page) => page.getByRole("button", { name: "Sign in with Example ID" });

test("a person comes in by the provider, to where they wanted to go, with the role of their group", async ({
  openAs,
  provider,
}) => {
  const link = `/purges/new?tenant=${tenantOf("pebble-freight").id}&ticket=ZD-1`;
  const page = await openOut(openAs, link);
  await withProvider(page).click();
  await enterAs(page, "sam");
  await expect(page).toHaveURL(link);
  await expect(page.getByRole("textbox", { name: /Ticket/ })).toHaveValue("ZD-1");
  await expect(
    page.getByRole("button", { name: /Role support, signed in as sam@example\.com/ }),
  ).toBeVisible();
  const asked = Object.fromEntries(provider.asked.at(-1) ?? []);
  expect(asked).toMatchObject({ code_challenge_method: "S256", scope: "openid email profile" });
  for (const name of ["state", "nonce", "code_challenge"]) expect(asked[name]).toBeTruthy();
});

test("whoever has no role is told so, as whom, and whom to ask; and it is on record", async ({
  openAs,
}) => {
  const page = await openOut(openAs, "/");
  await withProvider(page).click();
  await enterAs(page, "nils");
  await expect(
    page.getByRole("heading", { name: "You have no access to this console" }),
  ).toBeVisible();
  await expect(page.getByText("nils@example.com")).toBeVisible();
  await expect(page.getByText(/Ask the service desk \(desk@example\.com\)/)).toBeVisible();
  await expect(page.getByText(/has no role in this console/)).toBeVisible();
  const reference = new URL(page.url()).searchParams.get("reference") ?? "";
  await page.goto("/tenants");
  await expect(page).toHaveURL(/\/sign-in/);

  const admin = await openOut(openAs, "/");
  await withProvider(admin).click();
  await enterAs(admin, "ada");
  await expect(admin.getByRole("heading", { name: "Overview" })).toBeVisible();
  const read = async <T>(path: string) =>
    (await (await admin.request.get(`/api/v1${path}`)).json()) as T;
  const { items } = await read<AuditList>("/audit?outcome=refused&action=session.sign_in");
  expect(items.find(({ requestId }) => requestId === reference)).toMatchObject({
    actor: { name: "nils@example.com", role: null },
    summary: "nils@example.com was not let in: no role",
  });
  const people = (await read<PersonList>("/people")).items;
  expect(people.find(({ name }) => name === "nils@example.com")).toMatchObject({
    role: null,
    roleFromProvider: true,
    mayComeIn: false,
  });
});

test("an address that nobody has verified is nobody's name", async ({ openAs }) => {
  const page = await openOut(openAs, "/");
  await withProvider(page).click();
  await enterAs(page, "mallory");
  await expect(
    page.getByRole("button", { name: /Role support, signed in as mallory \(localhost:\d+\)/ }),
  ).toBeVisible();
});

test("a wide purge takes a sign-in whose time the provider has signed, and asks it for one", async ({
  openAs,
  provider,
}) => {
  const link = `/purges/new?tenant=${tenantOf("pebble-freight").id}&tag=page%3Abilling&ticket=ZD-2`;
  const page = await openOut(openAs, link);
  await withProvider(page).click();
  await enterAs(page, "ada");
  await expect(page).toHaveURL(link);
  // The provider was not asked when it was, and did not say.
  await expect(page.getByText(/your identity provider did not say/)).toBeVisible();
  await page.getByRole("textbox", { name: "Reason" }).fill("The prices changed for everybody");
  await page.getByRole("link", { name: "Sign in again" }).click();
  // Who takes the question for a new sign-in away comes back as old as before.
  await page.route("**/api/auth/signin/oidc?fresh=1", (route) =>
    route.continue({ url: route.request().url().replace("?fresh=1", "") }),
  );
  await withProvider(page).click();
  await expect(page).toHaveURL(link);
  expect(provider.asked.at(-1)?.get("prompt")).toBeNull();
  await expect(page.getByText(/your identity provider did not say/)).toBeVisible();
  await page.unroute("**/api/auth/signin/oidc?fresh=1");

  await page.getByRole("link", { name: "Sign in again" }).click();
  await withProvider(page).click();
  await enterAs(page, "ada");
  await expect(page).toHaveURL(link);
  expect(Object.fromEntries(provider.asked.at(-1) ?? [])).toMatchObject({
    prompt: "login",
    max_age: "0",
  });
  await expect(page.getByRole("textbox", { name: "Reason" })).toHaveValue(/prices changed/);
  await expect(page.getByText("Sign in again first")).toHaveCount(0);
  await page.getByRole("textbox", { name: /to confirm/ }).fill("practice.localhost");
  await page.getByRole("button", { name: /^Ask for approval: / }).click();
  await page.waitForURL(/\/purges\/[0-9a-f-]{36}/);
});

test("a role follows the group at the next sign-in, and so do the sessions from before", async ({
  openAs,
  provider,
}) => {
  const first = await openOut(openAs, "/");
  await withProvider(first).click();
  await enterAs(first, "sam");
  await expect(first.getByRole("button", { name: /Role support/ })).toBeVisible();
  provider.people["sam"] = { ...provider.people["sam"], groups: ["staff"] };
  const second = await openOut(openAs, "/");
  await withProvider(second).click();
  await enterAs(second, "sam");
  await expect(second.getByRole("heading", { name: /no access/ })).toBeVisible();
  expect((await first.request.get("/api/v1/overview")).status()).toBe(401);
  provider.people["sam"] = { ...provider.people["sam"], groups: ["desk"] };
});

test("who cancels at the provider is told, in words and not in the provider's", async ({
  openAs,
}) => {
  const page = await openOut(openAs, "/sign-in");
  await withProvider(page).click();
  await page.getByRole("link", { name: /Cancel/ }).click();
  await expect(page).toHaveURL(/\/sign-in\?error=denied$/);
  await expect(page.getByRole("alert").first()).toContainText("cancelled or refused there");
});

test("an answer that was not asked for, or is told twice, lets nobody in", async ({
  openAs,
  stranger,
}) => {
  const page = await openOut(openAs, "/sign-in");
  const made: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("/callback/oidc")) made.push(request.url());
  });
  await withProvider(page).click();
  await enterAs(page, "sam");
  await expect(page.getByRole("button", { name: /Role support/ })).toBeVisible();
  const [answered = ""] = made;
  expect(answered).toContain("code=");
  for (const url of [
    answered,
    "/api/auth/callback/oidc?code=x&state=y",
    "/api/auth/callback/oidc",
  ]) {
    const answer = await stranger.get(url, { maxRedirects: 0 });
    expect(answer.status(), url).toBe(302);
    expect(answer.headers()["location"]).toBe("/sign-in?error=failed");
    expect(answer.headers()["set-cookie"] ?? "").not.toContain("session-token=ey");
  }
  await page.goto(answered);
  await expect(page).toHaveURL(/\/sign-in\?error=failed$/);
});

test("practice people are nobody here, and the settings are held to what they need", async ({
  stranger,
  own,
}) => {
  expect(own.url).toBe(consoleUrl);
  const { csrfToken } = (await (await stranger.get("/api/auth/csrf")).json()) as {
    csrfToken: string;
  };
  const form = { csrfToken, email: "admin@example.com", json: "true" };
  const answer = await stranger.post("/api/auth/callback/practice", { form });
  expect(answer.status()).toBeGreaterThanOrEqual(400);
  const lacking = await runConsole({ OIDC_ISSUER: "https://id.example", OIDC_CLIENT_ID: "x" });
  expect(lacking.code).toBe(1);
  expect(lacking.output).toContain("OIDC_CLIENT_SECRET: required with the other OIDC variables");
});
