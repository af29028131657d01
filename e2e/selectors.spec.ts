import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import type { PracticeEdge } from "./support/practice-edge";
import { fillReason, receiptOf, seeAccepted } from "./support/screens";
import { tenantOf } from "./support/tenants";

const phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148";

const plan = (page: Page) => page.getByRole("region", { name: "What this does" });
const field = (page: Page, name: string) => page.getByRole("textbox", { name });

/** Opens the form with the pages of a tenant to be named, and the headers of their cache key unfolded. */
async function namePages(page: Page, addresses: string): Promise<void> {
  await page.getByRole("radio", { name: "Pages" }).check();
  await field(page, "Addresses").fill(addresses);
  await page.getByText("One variant only: headers of the cache key").click();
}

test("a page with a custom cache key is purged by its headers: that copy and no other", async ({
  openAs,
  edge,
}) => {
  const { id, host, slug } = tenantOf("saffron-freight");
  const visits = [
    { "User-Agent": phone, "Accept-Language": "de-CH,de;q=0.9" },
    { "User-Agent": phone, "Accept-Language": "en" },
    { "User-Agent": "curl/8", "Accept-Language": "de" },
  ];
  const statuses = async () => {
    const seen: (string | undefined)[] = [];
    for (const headers of visits) {
      seen.push((await edge.visit(host, "/help", "FRA", headers)).cacheStatus);
    }
    return seen;
  };
  await statuses();
  expect(await statuses()).toEqual(["HIT", "HIT", "HIT"]);

  const page = await openAs("support", `/purges/new?tenant=${id}&method=purge`);
  await namePages(page, `https://${host}/help`);
  await page.getByRole("combobox", { name: "Device type" }).selectOption("mobile");
  await field(page, "Language").fill("de");
  const targets = plan(page).getByRole("list", { name: "Targets" });
  await expect(targets).toContainText(`https://${host}/help`);
  await expect(targets).toContainText("CF-Device-Type: mobile");
  await expect(targets).toContainText("Accept-Language: de");
  await expect(page.getByText("probes carry no other headers of a cache key")).toBeVisible();
  await fillReason(page, { reason: "The German help on phones is the old one" });
  await page.getByRole("button", { name: `Purge ${slug}'s /help` }).click();
  await receiptOf(page);
  await seeAccepted(page);
  await expect(page.getByRole("list", { name: "What happened" })).toContainText(
    "CF-Device-Type: mobile",
  );
  expect(await statuses()).toEqual(["MISS", "HIT", "HIT"]);
});

test("a prefix gets its slash at the end; what was typed and what is sent are both shown", async ({
  openAs,
  edge,
}) => {
  const { id, host, slug, invoice } = tenantOf("saffron-analytics");
  const invoicePage = `/billing/invoices/${invoice}`;
  for (const path of ["/billing", invoicePage]) await edge.visit(host, path);
  const page = await openAs("engineer", `/purges/new?tenant=${id}&method=purge`);
  await page.getByRole("radio", { name: "A prefix" }).check();
  await field(page, "Prefixes").fill(`https://${host}/billing`);
  const targets = plan(page).getByRole("list", { name: "Targets" });
  await expect(targets).toContainText(`${host}/billing/`);
  await expect(targets).toContainText(new RegExp(`Typed: ${host}/billing(?!/)`));
  await expect(plan(page)).toContainText(invoicePage);
  await expect(
    page.getByRole("combobox", { name: "Page to probe" }),
    "a page that the prefix has",
  ).toHaveValue(invoicePage);
  // Another page, so that this one is asked for by nobody else.
  await page.getByRole("combobox", { name: "Page to probe" }).selectOption("/billing");
  await fillReason(page, { reason: "The invoices are old", confirmation: slug });
  await page.getByRole("button", { name: `Purge ${slug}'s prefix ${host}/billing/` }).click();
  await receiptOf(page);
  await seeAccepted(page);
  await expect(page.getByRole("list", { name: "What happened" })).toContainText(`${host}/billing/`);
  const [call] = await edge.purgesOf(`${host}/billing/`);
  expect(call).toMatchObject({ selectors: { prefixes: [`${host}/billing/`] }, carriedOut: true });
  expect((await edge.visit(host, invoicePage)).cacheStatus).toBe("MISS");
  expect((await edge.visit(host, "/billing")).cacheStatus, "not below the prefix").toBe("HIT");
});

test("the environment that is chosen is where it is sent, and production stays warm", async ({
  openAs,
  edge,
}) => {
  const { id, host, slug } = tenantOf("saffron-dental");
  await edge.visit(host, "/billing");
  const page = await openAs("support", `/purges/new?tenant=${id}&method=purge`);
  const environment = page.getByRole("combobox", { name: "Environment" });
  await expect(environment).toHaveValue("");
  await environment.selectOption("Staging");
  await expect(plan(page)).toContainText("To the environment Staging of eu.practice.localhost");
  await expect(page.getByText("No proof from here: probes reach production only.")).toBeVisible();
  await fillReason(page, { reason: "Staging shows the old logo", confirmation: slug });
  await page.getByRole("button", { name: `Purge everything of ${slug} in Staging` }).click();
  await receiptOf(page);
  await seeAccepted(page);
  await expect(page.getByRole("main")).toContainText("environment Staging alone");
  const [call] = await edge.purgesOf(`tenant:${id}`);
  expect(call).toMatchObject({ environment: "5ta91n6e", status: 200, carriedOut: true });
  expect((await edge.visit(host, "/billing")).cacheStatus).toBe("HIT");
});

/** Nothing can be sent, and nothing was. */
async function expectHeldBack(page: Page, edge: PracticeEdge, host: string): Promise<void> {
  await expect(plan(page)).toContainText("This cannot be sent as it is");
  await expect(page.getByText("Mend what is marked first.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Purge", exact: true })).toBeDisabled();
  expect(await edge.purgesOf(`https://${host}/help`)).toEqual([]);
}

test("what cannot be sent is marked at its field, in words, and keeps what was typed", async ({
  openAs,
  edge,
}) => {
  const { id, host, slug } = tenantOf("saffron-bakeries");
  const page = await openAs("support", `/purges/new?tenant=${id}&method=purge`);
  await fillReason(page, { reason: "The help is old" });
  await namePages(page, `https://${host}/help`);
  const country = field(page, "Country");
  await country.fill("Deutschland");
  await expect(country).toHaveAccessibleDescription(/two letters, such as DE/);
  await expectHeldBack(page, edge, host);
  await expect(plan(page)).toContainText("CF-IPCountry must be a country's two letters");
  await expect(plan(page), "no word of the API's own").not.toContainText("selector.");
  await country.fill("");

  const others = field(page, "Other headers");
  await others.fill("Cookie: session=1");
  await expect(others).toHaveAccessibleDescription(/Cookie may hold a secret/);
  await others.fill("X-Plan gold");
  await expect(others).toHaveAccessibleDescription(/"X-Plan gold" is not of the form Name: value/);
  await expectHeldBack(page, edge, host);
  await others.fill("X-Plan: gold");

  const addresses = field(page, "Addresses");
  await addresses.fill(`https://${host}/help\nnonsense`);
  await expect(addresses).toHaveAccessibleDescription(/nonsense: give the whole URL/);
  await expectHeldBack(page, edge, host);
  await expect(addresses).toHaveValue(`https://${host}/help\nnonsense`);
  await expect(others).toHaveValue("X-Plan: gold");
  await expect(field(page, "Reason")).toHaveValue("The help is old");

  await addresses.fill(`https://${host}/help`);
  await expect(plan(page)).toContainText("X-Plan: gold");
  await expect(page.getByRole("button", { name: `Purge ${slug}'s /help` })).toBeEnabled();
});

test("an environment that there is not is refused at its field", async ({ openAs }) => {
  const { id } = tenantOf("saffron-dental");
  const page = await openAs("support", `/purges/new?tenant=${id}&environment=dev`);
  const environment = page.getByRole("combobox", { name: "Environment" });
  await expect(environment).toHaveValue("dev");
  await expect(environment).toHaveAttribute("aria-invalid", "true");
  await environment.selectOption("Production");
  await expect(environment).not.toHaveAttribute("aria-invalid", "true");
  await expect(plan(page)).toContainText("Cost");
});
