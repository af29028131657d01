import { readFileSync } from "node:fs";
import type { AuditList } from "@/lib/schemas/audit";
import type { Purge } from "@/lib/schemas/purges";
import { expect, test } from "./fixtures";
import { wholeTenant } from "./support/console-api";
import { newTicket, tenantOf } from "./support/tenants";

const tenant = tenantOf("ochre-cycling");

test("the filtered list is saved as a file, as CSV and as NDJSON, and the export is on record", async ({
  openAs,
  apiAs,
}) => {
  const support = await apiAs("support");
  const ticket = newTicket();
  const reason = '=HYPERLINK("http://evil.example"), it says';
  const made = [
    await support.purge(wholeTenant(tenant, { ticket, reason })),
    await support.purge(wholeTenant(tenant, { ticket })),
  ];
  for (const { id } of made) await support.finished(id);
  const page = await openAs("support", `/purges?ticket=${ticket}`);
  await expect(page.getByRole("table", { name: "Purges" }).getByRole("row")).toHaveCount(3);
  const save = async (name: string) => {
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name }).click(),
    ]);
    return {
      name: download.suggestedFilename(),
      text: readFileSync(await download.path(), "utf8"),
    };
  };
  const csv = await save("Export CSV");
  expect(csv.name).toMatch(/^purges_to_[-\dT]+Z\.csv$/);
  expect(csv.text.split("\r\n")).toHaveLength(1 + 2 + 1);
  expect(csv.text).toContain('"\'=HYPERLINK(""http://evil.example""), it says"');
  const ndjson = await save("Export NDJSON");
  const rows = ndjson.text.trim().split("\n");
  expect(rows.map((row) => (JSON.parse(row) as Purge).id)).toEqual(
    made.map(({ id }) => id).reverse(),
  );
  await expect(page, "the screen stays").toHaveURL(new RegExp(`ticket=${ticket}`));
  const auditor = await apiAs("auditor");
  const { items } = await auditor.get<AuditList>("/audit?action=purge.export&limit=2");
  expect(items.map(({ actor }) => actor.name)).toEqual(Array(2).fill("support@example.com"));
  expect(JSON.stringify(items)).toContain(ticket);
});
