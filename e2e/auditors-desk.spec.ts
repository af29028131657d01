import type { DeskSample } from "@/lib/schemas/desk";
import type { FindingList, ReconciliationList } from "@/lib/schemas/reconciliations";
import { expect, test } from "./fixtures";
import { wholeTenant } from "./support/console-api";
import { tenantOf } from "./support/tenants";

const tenant = tenantOf("timber-robotics");

/** A period that stands still: what practice begins with. */
function practicePeriod() {
  const to = new Date(Date.now() - 120_000);
  return { from: new Date(to.getTime() - 30 * 86_400_000).toISOString(), to: to.toISOString() };
}

test("draws a sample by lot, signs off on it, and prints the report", async ({ openAs, apiAs }) => {
  const page = await openAs("auditor", "/desk");
  const questions = page.getByRole("list", { name: "Questions" });
  await expect(questions.getByRole("listitem")).toHaveCount(5);
  await questions.getByRole("button", { name: "Wide purges" }).click();
  const rows = page.getByRole("table", { name: "Wide purges" });
  await rows.getByRole("button").first().click();
  await expect(rows.getByRole("link", { name: /purge / })).toBeVisible();
  await page.getByRole("textbox", { name: "Seed" }).fill("e2e");
  await page.getByRole("textbox", { name: "How many" }).fill("2");
  await page.getByRole("button", { name: "Draw a sample" }).click();
  await page.waitForURL(/\/desk\/samples\/[0-9a-f-]{36}/);
  const id = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  await page.getByRole("button", { name: "Sign off on drawn entry 1", exact: true }).click();
  await page.getByRole("combobox", { name: "Finding" }).selectOption("To follow up");
  await page.getByRole("textbox", { name: "Note" }).fill("No ticket is named");
  await page.getByRole("button", { name: "Note it" }).click();
  await expect(page.getByText("“No ticket is named”")).toBeVisible();
  await expect(page.getByText("1 of 2 signed off, 1 to follow up")).toBeVisible();

  const auditor = await apiAs("auditor");
  const first = await auditor.get<DeskSample>(`/desk/samples/${id}`);
  const { from, to, asOf, workFrom, workTo, timeZone } = first.asked;
  const lot = { from, to, asOf, workFrom, workTo, timeZone, question: first.question };
  const again = await auditor.post<DeskSample>(
    "/desk/samples",
    { ...lot, seed: "e2e", size: 2 },
    201,
  );
  expect(again.items.map(({ entryId }) => entryId)).toEqual(
    first.items.map(({ entryId }) => entryId),
  );
  expect(again.populationDigest).toBe(first.populationDigest);

  await page.goto("/desk");
  await page.getByRole("link", { name: "Report to print" }).click();
  await expect(page.getByRole("region", { name: "The record" })).toBeVisible();
  await page.emulateMedia({ media: "print" });
  await expect(page.getByText("“No ticket is named”")).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Main" })).toBeHidden();
  await expect(page.getByRole("button", { name: "Print" })).toBeHidden();
});

test("writes an answer as a file, and that is on record", async ({ apiAs }) => {
  const auditor = await apiAs("auditor");
  const query = new URLSearchParams({ ...practicePeriod(), format: "csv" }).toString();
  const answer = await auditor.http.get(`/api/v1/desk/questions/wide_purges/export?${query}`);
  expect(answer.headers()["content-disposition"]).toContain("wide_purges_");
  expect((await answer.text()).split("\r\n").length).toBeGreaterThan(50);
  const { items } = await auditor.get<{ items: { summary: string }[] }>(
    "/audit?action=desk.export&limit=5",
  );
  expect(items[0]?.summary).toContain("Wide purges");
});

test("finds a purge that was sent past the console, and tells a refused log from an empty one", async ({
  openAs,
  apiAs,
  edge,
}) => {
  const { id: purge } = await (await apiAs("support")).purge(wholeTenant(tenant));
  await (await apiAs("support")).finished(purge);
  await edge.purgePast("tenant:past-the-console");
  const page = await openAs("auditor", "/reconciliations");
  await page.getByRole("button", { name: "Compare with Cloudflare" }).click();
  const runs = page.getByRole("list", { name: "Comparisons" });
  const found = page.getByRole("table", { name: "What was found" }).getByRole("row");
  const past = found.filter({ hasText: "tags tenant:past-the-console" });
  await expect(past.getByText("Not sent by the console")).toBeVisible({ timeout: 20_000 });
  // What the console sent is on both sides.
  await expect(found.filter({ hasText: `tenant:${tenant.id}` })).toHaveCount(0);

  await edge.setFaults({ auditLog: "refuses" });
  await page.getByRole("button", { name: "Compare with Cloudflare" }).click();
  await expect(runs.getByText("Refused", { exact: true }).first()).toBeVisible({ timeout: 20_000 });
  await expect(runs.getByText(/Nothing of it was read/).first()).toBeVisible();
  await edge.clearFaults();
  const auditor = await apiAs("auditor");
  const { items } = await auditor.get<ReconciliationList>("/reconciliations");
  const refused = items.find(({ state }) => state === "refused");
  const none = await auditor.get<FindingList>(`/reconciliations/${refused?.id ?? ""}/findings`);
  expect(none.items).toEqual([]);
});

test("changes no purge: whatever the desk's routes take, every purge stays as it is", async ({
  apiAs,
}) => {
  const [auditor, support] = [await apiAs("auditor"), await apiAs("support")];
  const { id } = await support.purge(wholeTenant(tenant));
  const before = await support.finished(id);
  const period = practicePeriod();
  const lot = { question: "failed_unresolved", ...period, seed: "nothing", size: 5 };
  const sample = await auditor.post<DeskSample>("/desk/samples", lot, 201);
  for (const { entryId } of sample.items) {
    const note = { entryId, finding: "follow_up", note: "Looked at" };
    await auditor.post(`/desk/samples/${sample.id}/sign-offs`, note, 201);
  }
  await auditor.post("/reconciliations", period, 202);
  for (const action of ["retry", "resolution", "cancellation", "second"]) {
    await auditor.refused(`/purges/${id}/${action}`, { reason: "As an auditor" }, 403);
  }
  for (const { entry } of sample.items) {
    await auditor.refused(`/purges/${entry?.subject.id ?? ""}/resolution`, { reason: "Seen" }, 403);
  }
  expect(await support.readPurge(id)).toEqual(before);
});
