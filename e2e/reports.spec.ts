import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import nodePath from "node:path";
import type { ReportAnswers } from "@/lib/schemas/batches";
import type { Problem } from "@/lib/schemas/errors";
import type { TokenRequest } from "@/lib/schemas/tokens";
import { expect, test as base } from "./fixtures";
import { makeToken, ServiceApi } from "./support/service-api";
import { tenantOf } from "./support/tenants";

const test = base.extend<{ serviceWith: (over?: Partial<TokenRequest>) => Promise<ServiceApi> }>({
  serviceWith: async ({ apiAs, stranger }, use) => {
    const admin = await apiAs("admin");
    await use(async (over = {}) => new ServiceApi(stranger, (await makeToken(admin, over)).secret));
  },
});

const path = "/purge-events";
const tenant = tenantOf("amber-freight");

function event(over: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    eventId: crypto.randomUUID(),
    at: new Date(Date.now() - 1_000).toISOString(),
    zone: "practice.localhost",
    selector: { tags: [`tenant:${tenant.id}`] },
    reason: "Invoice 9182 was corrected",
    result: { status: "accepted", httpStatus: 200, cfRay: "8f0a1b2c3d4e5f60-FRA", durationMs: 84 },
    ...over,
  };
}
const statuses = ({ items }: ReportAnswers) => items.map(({ status }) => status);

test("a report is in the feed and has a receipt, and both say that the console did not send it", async ({
  serviceWith,
  openAs,
}) => {
  const billing = await serviceWith();
  const { items } = await billing.report<ReportAnswers>(path, event());
  const page = await openAs("support", `/purges?tenant=${tenant.id}`);
  const row = page.locator(`[data-purge-row="${items[0]?.purgeId ?? ""}"]`);
  await expect(row).toContainText("billing");
  await expect(row).toContainText("Reported by billing: the console did not send it");
  await page.goto(`/purges/${items[0]?.purgeId ?? ""}`);
  await expect(page.getByRole("region", { name: "Where it stands" })).toContainText(
    "Reported by billing: the console did not send it",
  );
  const story = page.getByRole("list", { name: "What happened" });
  await expect(story).toContainText("By billing itself");
  await expect(story).toContainText("Cloudflare accepted it, says billing.");
  await expect(story).toContainText("8f0a1b2c3d4e5f60-FRA");
  await expect(page.getByRole("link", { name: /compare/i }).first()).toBeVisible();
});

test("one, an array, and lines of NDJSON; a bad item loses none of the others", async ({
  serviceWith,
}) => {
  const billing = await serviceWith();
  expect(statuses(await billing.report(path, event()))).toEqual(["recorded"]);
  expect(statuses(await billing.report(path, [event(), event()]))).toEqual([
    "recorded",
    "recorded",
  ]);
  const lines = [JSON.stringify(event()), "", "{broken", JSON.stringify(event({ at: "now" }))];
  const { status, body } = await billing.send(
    path,
    `${lines.join("\r\n")}\n`,
    "application/x-ndjson; charset=utf-8",
  );
  expect(status).toBe(200);
  expect(body).toMatchObject({
    recorded: 1,
    refused: 2,
    items: [
      { index: 0, status: "recorded" },
      { index: 1, status: "refused", errors: [{ path: "line 3", message: "is not valid JSON" }] },
      { index: 2, status: "refused", errors: [{ path: "at" }] },
    ],
  });
});

test("a thousand at once, once each however often they are sent", async ({ serviceWith }) => {
  const billing = await serviceWith();
  const thousand = Array.from({ length: 1_000 }, () => event());
  expect(await billing.report(path, thousand)).toMatchObject({ recorded: 1_000 });
  expect(await billing.report(path, thousand)).toMatchObject({ recorded: 0, duplicates: 1_000 });
});

test("what is too much or no batch is refused whole, naming the limit", async ({ serviceWith }) => {
  const billing = await serviceWith();
  const many = JSON.stringify(Array.from({ length: 1_001 }, () => 1));
  const cases: [string, string, string, number, RegExp][] = [
    ["too many", many, "application/json", 413, /1,000 items/],
    ["too large", `"${"x".repeat(3 * 1024 * 1024)}"`, "application/json", 413, /2097152 bytes/],
    ["no JSON", "{", "application/json", 400, /not valid JSON/],
    ["no object", '"x"', "application/json", 400, /one object, or an array/],
    ["nothing", "[]", "application/json", 400, /at least one item/],
    ["empty lines", "\n\n", "application/x-ndjson", 400, /at least one item/],
    ["a form", "a=1", "application/x-www-form-urlencoded", 415, /application\/x-ndjson/],
  ];
  for (const [what, text, type, expected, words] of cases) {
    const { status, body } = await billing.send(path, text, type);
    expect(status, what).toBe(expected);
    expect((body as Problem).detail, what).toMatch(words);
  }
});

test("hostile items are each refused with a field, and never a fault", async ({ serviceWith }) => {
  const billing = await serviceWith();
  const hostile: unknown[] = [
    null,
    [],
    {},
    event({ eventId: "" }),
    event({ eventId: "a b" }),
    event({ eventId: "\u0000" }),
    event({ at: "0000-01-01T00:00:00Z" }),
    event({ at: "9999-12-31T23:59:59Z" }),
    event({ at: 1e308 }),
    event({ zone: "\ud800" }),
    event({ zone: "'; DROP TABLE purge; --" }),
    event({ tenant: "%" }),
    event({ selector: { tags: [] } }),
    event({ selector: { tags: ["x".repeat(5_000)] } }),
    event({ selector: { tags: ["a"], hosts: ["b"] } }),
    event({ selector: { files: [{ url: "https://a.example/", headers: { Cookie: "s" } }] } }),
    event({ selector: { prefixes: ["../.."] } }),
    event({ selector: { hosts: ["a".repeat(300)] } }),
    event({ method: "explode" }),
    event({ reason: "\u0007" }),
    event({ traceId: "0".repeat(32) }),
    event({ result: { status: "accepted", durationMs: 1e300 } }),
    event({ result: { status: "accepted", errors: [{ code: 1e300, message: "x" }] } }),
    event({ result: { status: "maybe" } }),
    event({ service: "\u202e".repeat(200) }),
  ];
  const { items } = await billing.report<ReportAnswers>(path, hostile);
  expect(items.map(({ status }) => status)).toEqual(hostile.map(() => "refused"));
  expect(items.filter(({ errors = [] }) => errors.length === 0)).toEqual([]);
});

test("a token that is not for it is refused, and so is one beyond its reach", async ({
  serviceWith,
}) => {
  const reader = await serviceWith({ verbs: ["read"] });
  expect((await reader.send(path, JSON.stringify(event()))).status).toBe(403);
  const other = await serviceWith({ tenants: [tenantOf("amber-analytics").id] });
  const { items } = await other.report<ReportAnswers>(path, [event()]);
  expect(items[0]).toMatchObject({ status: "refused", errors: [{ path: "selector.tags" }] });
});

test("a service's first purge and first report work as README has them", async ({
  apiAs,
  consoleUrl,
}) => {
  const { secret } = await makeToken(await apiAs("admin"));
  const text = readFileSync(nodePath.resolve(import.meta.dirname, "../README.md"), "utf8")
    .replaceAll("http://localhost:3000", consoleUrl)
    .replaceAll("pct_…", secret)
    .replaceAll("tenant:42", `tenant:${tenant.id}`);
  const answers = [...text.matchAll(/^```\n(curl .*?)^```$/gms)].map(
    ([, line = ""]) =>
      JSON.parse(execFileSync("bash", ["-c", line], { encoding: "utf8" })) as unknown,
  );
  expect(answers).toMatchObject([{ success: true }, { recorded: 1, refused: 0 }]);
});

test("the examples of docs/reporting.md work, for any tenant", async ({ apiAs, consoleUrl }) => {
  const file = nodePath.resolve(import.meta.dirname, "../docs/reporting.md");
  // Acme, which they are about, is another spec's, and has to be as it was made.
  const { id, slug, host } = tenantOf("saffron-dental");
  const text = readFileSync(file, "utf8")
    .replaceAll("tenant:42", `tenant:${id}`)
    .replaceAll('"acme"', `"${slug}"`)
    .replaceAll('\\"42\\"', `\\"${id}\\"`)
    .replaceAll("acme.$ZONE", host);
  const examples = [...text.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, example = ""]) => example);
  expect(examples).toHaveLength(4);
  const { secret } = await makeToken(await apiAs("admin"));
  const env = {
    ...process.env,
    CONSOLE: consoleUrl,
    TOKEN: secret,
    ZONE: host.slice(host.indexOf(".") + 1),
  };
  // The first names what the others use.
  const settings = examples[0]?.split("\n\n")[0] ?? "";
  const answers = examples.map((example) => {
    const script = `set -euo pipefail\n${settings}\n${example}`;
    return JSON.parse(execFileSync("bash", ["-c", script], { env, encoding: "utf8" })) as unknown;
  });
  expect(answers).toMatchObject([
    { recorded: 1, refused: 0 },
    { recorded: 3, refused: 0 },
    { recorded: 1, refused: 0 },
    { recorded: 1, refused: 0 },
  ]);
});
