import type { ReportAnswers } from "@/lib/schemas/batches";
import type { WriteAnswers } from "@/lib/schemas/writes";
import { expect, test } from "./fixtures";
import { makeToken, ServiceApi } from "./support/service-api";
import { tenantOf } from "./support/tenants";

const tenant = tenantOf("amber-analytics");
// One moment for all of a test: the time between two of its calls must not count.
const start = Date.now();
const ago = (seconds: number) => new Date(start - seconds * 1_000).toISOString();
const newTrace = () => crypto.randomUUID().replaceAll("-", "");

function write(seconds: number, over: Record<string, unknown>) {
  const base = { eventId: crypto.randomUUID(), at: ago(seconds), tenant: tenant.slug };
  return { ...base, phase: "committed", summary: "Invoice 9182 corrected", ...over };
}

test("a purge before its write was committed is flagged on the receipt and on the tenant's page", async ({
  apiAs,
  stranger,
  openAs,
}) => {
  const { secret } = await makeToken(await apiAs("admin"));
  const billing = new ServiceApi(stranger, secret);
  const traceId = newTrace();
  const written = await billing.report<WriteAnswers>("/writes", [
    write(40, { traceId, phase: "began" }),
    write(30, { traceId }),
  ]);
  expect(written).toMatchObject({ recorded: 2, refused: 0 });
  const { items } = await billing.report<ReportAnswers>("/purge-events", {
    eventId: crypto.randomUUID(),
    at: ago(35),
    zone: "practice.localhost",
    selector: { tags: [`tenant:${tenant.id}`] },
    traceId,
    result: { status: "accepted", httpStatus: 200 },
  });

  const page = await openAs("support", `/purges/${items[0]?.purgeId ?? ""}`);
  const onReceipt = page.getByRole("region", { name: "Writes" });
  await expect(onReceipt).toContainText("Purged before the write was committed");
  await expect(onReceipt).toContainText("started 5.0 s before its write was committed");
  await expect(onReceipt).toContainText("less than 2.0 s is not counted");
  const steps = onReceipt.getByRole("list", { name: "Writes and purges" }).getByRole("listitem");
  await expect(steps).toHaveText([/Write began/, /Purge sent.*this purge/, /Committed/]);

  await page.goto(`/tenants/${tenant.id}`);
  const onPage = page.getByRole("region", { name: "Writes and their purges" });
  await expect(onPage).toContainText("Purged before the write was committed");
  await expect(onPage.getByRole("link", { name: "Receipt" }).first()).toBeVisible();
});

test("writes answer for each item, in JSON and NDJSON, and only with the verb", async ({
  apiAs,
  stranger,
}) => {
  const admin = await apiAs("admin");
  const writer = new ServiceApi(stranger, (await makeToken(admin, { verbs: ["write"] })).secret);
  const good = write(5, { tags: ["invoice:1"] });
  const lines = [
    JSON.stringify(good),
    "[",
    JSON.stringify(good),
    JSON.stringify({ ...good, at: 1 }),
  ];
  const { status, body } = await writer.send("/writes", lines.join("\n"), "application/x-ndjson");
  expect(status).toBe(200);
  expect((body as WriteAnswers).items.map((item) => item.status)).toEqual([
    "recorded",
    "refused",
    "duplicate",
    "refused",
  ]);
  const reader = new ServiceApi(stranger, (await makeToken(admin, { verbs: ["read"] })).secret);
  expect((await reader.send("/writes", lines.join("\n"), "application/x-ndjson")).status).toBe(403);
  expect((await writer.send("/purge-events", "{}")).status).toBe(403);
});

test("hostile writes are each refused with a field, and never a fault", async ({
  apiAs,
  stranger,
}) => {
  const writer = new ServiceApi(stranger, (await makeToken(await apiAs("admin"))).secret);
  const tags = ["invoice:1"];
  const hostile: unknown[] = [
    null,
    7,
    {},
    write(5, {}),
    write(5, { tags, phase: null }),
    write(5, { tags, tenant: "\u0000" }),
    write(5, { tags, tenant: "x".repeat(5_000) }),
    write(5, { tags: ["\ud800"] }),
    write(5, { tags: Array.from({ length: 101 }, (_, at) => `t${at}`) }),
    write(5, { paths: ["/a\nb"] }),
    write(5, { paths: ["//evil.example?"] }),
    write(5, { tags, traceId: "x" }),
    write(5, { tags, surprise: {} }),
    write(-3_600, { tags }),
    write(500 * 24 * 3_600, { tags }),
  ];
  const { items } = await writer.report<WriteAnswers>("/writes", hostile);
  expect(items.map(({ status }) => status)).toEqual(hostile.map(() => "refused"));
  expect(items.filter(({ errors = [] }) => errors.length === 0)).toEqual([]);
});
