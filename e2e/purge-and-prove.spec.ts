import type { Comparison } from "@/lib/schemas/comparisons";
import { expect, test } from "./fixtures";
import { type ConsoleApi, wholeTenant } from "./support/console-api";
import type { PracticeEdge } from "./support/practice-edge";
import { newAmount, tenantOf } from "./support/tenants";

type Tenant = ReturnType<typeof tenantOf>;

function statuses(side: Comparison["control"], phase: "before" | "after") {
  const probes = side?.probes ?? [];
  return probes.filter((probe) => probe.phase === phase).map(({ cacheStatus }) => cacheStatus);
}

/** Makes a page stale: it is warm, then its data changes and the application forgets to purge. */
async function makeStale(edge: PracticeEdge, { host, invoice }: Tenant) {
  const amount = newAmount();
  await edge.visit(host, "/billing");
  await edge.editInvoice(host, invoice, amount, "forget");
  const seen = await edge.visit(host, "/billing");
  expect(seen.cacheStatus, "the edge still serves the old page").toBe("HIT");
  expect(seen.body).not.toContain(`$${amount}`);
  return `$${amount}`;
}

async function accepted(api: ConsoleApi, ...request: Parameters<typeof wholeTenant>) {
  const { id } = await api.purge(wholeTenant(...request));
  const purge = await api.finished(id);
  expect(purge.status, purge.result?.message).toBe("accepted");
  return purge;
}

test("isolated: the affected tenant goes MISS and HIT with new content, the control stays HIT", async ({
  apiAs,
  edge,
}) => {
  const affected = tenantOf("cedar-freight");
  const control = tenantOf("cedar-analytics");
  const support = await apiAs("support");
  const amount = await makeStale(edge, affected);

  const before = await support.compare(affected.id, control.id, "/billing");
  expect(before.verdict.code).toBe("pending");
  expect(statuses(before.affected, "before").at(-1)).toBe("HIT");
  expect(statuses(before.control, "before").at(-1)).toBe("HIT");

  const purge = await accepted(support, affected);
  const after = await support.probeAgain(before.id, purge.id);
  expect(statuses(after.affected, "after")[0]).toBe("MISS");
  expect(after.verdict, JSON.stringify(after.verdict)).toMatchObject({ code: "isolated" });
  expect(after.verdict.reasons.length, "it gives its evidence").toBeGreaterThan(1);

  const again = await support.probeAgain(before.id);
  expect(statuses(again.affected, "after").join(" ")).toMatch(/^MISS( HIT)+$/);
  expect(new Set(statuses(again.control, "after"))).toEqual(new Set(["HIT"]));
  expect(again.verdict.code, "later probes do not change what was seen").toBe("isolated");
  const prints = (side: Comparison["control"]) =>
    side?.probes.map(({ fingerprint }) => fingerprint) ?? [];
  expect(prints(again.affected).at(-1)).not.toBe(prints(before.affected).at(-1));
  expect(new Set(prints(again.control)).size, "the control's content never changed").toBe(1);
  const fresh = await edge.visit(affected.host, "/billing");
  expect(fresh).toMatchObject({ cacheStatus: "HIT" });
  expect(fresh.body).toContain(amount);

  const receipt = await support.readPurge(purge.id);
  expect(receipt.proof).toMatchObject({ code: "isolated", comparisonId: before.id });
  expect(receipt.comparisons.map(({ id }) => id)).toEqual([before.id]);
});

test("isolated as well by invalidate, by one URL and by an object tag", async ({ apiAs, edge }) => {
  const affected = tenantOf("cedar-dental");
  const control = tenantOf("cedar-cycling");
  const support = await apiAs("support");
  const ways = [
    { method: "invalidate", selector: { tags: [`tenant:${affected.id}`] } },
    { method: "purge", selector: { files: [`http://${affected.host}/billing`] } },
    { method: "invalidate", selector: { files: [`http://${affected.host}/billing`] } },
    { method: "purge", selector: { tags: [`invoice:${affected.invoice}`] } },
  ] as const;
  for (const { method, selector } of ways) {
    const amount = await makeStale(edge, affected);
    const before = await support.compare(affected.id, control.id, "/billing");
    const purge = await accepted(support, affected, {
      method,
      selector: structuredClone(selector) as never,
    });
    const after = await support.probeAgain(before.id, purge.id);
    expect(after.verdict.code, `${method} ${JSON.stringify(selector)}`).toBe("isolated");
    expect((await edge.visit(affected.host, "/billing")).body).toContain(amount);
  }
});

test("not purged: Cloudflare accepts, and the edge keeps the old copy", async ({ apiAs, edge }) => {
  const affected = tenantOf("delta-freight");
  const control = tenantOf("delta-analytics");
  const support = await apiAs("support");
  await makeStale(edge, affected);
  const before = await support.compare(affected.id, control.id, "/billing");
  await edge.setFaults({ ignoreTags: [`tenant:${affected.id}`] });
  const purge = await accepted(support, affected);
  const after = await support.probeAgain(before.id, purge.id);
  expect(after.verdict.code, JSON.stringify(after.verdict)).toBe("not_purged");
  expect(after.verdict.summary).toMatch(/not purged/i);
  expect(new Set(statuses(after.affected, "after"))).toEqual(new Set(["HIT"]));
  expect((await support.readPurge(purge.id)).status, "accepted stays accepted").toBe("accepted");
});

test("too broad: the control lost its copy as well, by a purge that nobody recorded", async ({
  apiAs,
  edge,
}) => {
  const affected = tenantOf("delta-dental");
  const control = tenantOf("delta-cycling");
  const support = await apiAs("support");
  await makeStale(edge, affected);
  const before = await support.compare(affected.id, control.id, "/billing");
  const purge = await accepted(support, affected);
  // Its own application purges behind the console's back.
  await edge.editInvoice(control.host, control.invoice, "99.00", "after");
  const after = await support.probeAgain(before.id, purge.id);
  expect(after.verdict.code, JSON.stringify(after.verdict)).toBe("too_broad");
});

for (const [path, word] of [
  ["/account", "DYNAMIC"],
  ["/billing/export.csv", "BYPASS"],
] as const) {
  test(`not cached: ${path} is ${word}, so a purge cannot help`, async ({ apiAs }) => {
    const support = await apiAs("support");
    const affected = tenantOf("ember-freight");
    const seen = await support.compare(affected.id, tenantOf("ember-analytics").id, path);
    expect(statuses(seen.affected, "before").at(-1)).toBe(word);
    expect(seen.verdict.code).toBe("not_cached");
    const purge = await accepted(support, affected);
    expect((await support.probeAgain(seen.id, purge.id)).verdict.code).toBe("not_cached");
  });
}

test("not comparable: the answers came from two data centres", async ({ apiAs, edge }) => {
  const affected = tenantOf("ember-dental");
  const control = tenantOf("ember-cycling");
  const support = await apiAs("support");
  const before = await support.compare(affected.id, control.id, "/billing");
  const purge = await accepted(support, affected);
  await edge.setFaults({ routeTo: { [affected.host]: "AMS" } });
  const after = await support.probeAgain(before.id, purge.id);
  expect(after.verdict.code).toBe("not_comparable");
  expect(JSON.stringify(after.verdict)).toMatch(/AMS/);
});

test("not comparable: the page gives no answer, or the purge named another page", async ({
  apiAs,
  edge,
}) => {
  const affected = tenantOf("fjord-freight");
  const control = tenantOf("fjord-analytics");
  const support = await apiAs("support");
  const before = await support.compare(affected.id, control.id, "/billing");
  const selector = { files: [`http://${affected.host}/api/billing`] };
  const elsewhere = await accepted(support, affected, { selector });
  const after = await support.probeAgain(before.id, elsewhere.id);
  expect(after.verdict.code).toBe("not_comparable");

  const whole = await accepted(support, affected);
  await edge.setFaults({ originDown: true });
  const down = await support.probeAgain(before.id, whole.id);
  expect(down.verdict.code).toBe("not_comparable");
});

test("not comparable: a control of another zone or the tenant itself is refused", async ({
  apiAs,
}) => {
  const support = await apiAs("support");
  const affected = tenantOf("fjord-dental");
  const sides = (control: string) => ({
    affected: { tenantId: affected.id },
    control: { tenantId: control },
    path: "/billing",
  });
  await support.refused("/comparisons", sides(affected.id), 400);
  // Its own zone is the European one.
  const other = "fjord-robotics";
  expect(affected.host).toContain(".eu.");
  expect(tenantOf(other).host).not.toContain(".eu.");
  await support.refused("/comparisons", sides(tenantOf(other).id), 400);
});

test("refilled: another visitor took the MISS", async ({ apiAs, edge }) => {
  const affected = tenantOf("granite-freight");
  const control = tenantOf("granite-analytics");
  const support = await apiAs("support");
  await makeStale(edge, affected);
  const before = await support.compare(affected.id, control.id, "/billing");
  const purge = await accepted(support, affected);
  // Age counts whole seconds: only a copy that is clearly younger than the purge can be told by it.
  const clearly = Date.parse(purge.finishedAt ?? "") + 1_500;
  await expect.poll(() => Date.now(), { intervals: [100] }).toBeGreaterThan(clearly);
  expect((await edge.visit(affected.host, "/billing")).cacheStatus).toBe("MISS");
  const after = await support.probeAgain(before.id, purge.id);
  expect(new Set(statuses(after.affected, "after"))).toEqual(new Set(["HIT"]));
  expect(after.verdict.code, JSON.stringify(after.verdict)).toBe("refilled");
});

test("the refill with old data: purged before the commit, the page is stale again", async ({
  apiAs,
  edge,
}) => {
  const tenant = tenantOf("granite-dental");
  const amount = newAmount();
  const support = await apiAs("support");
  await edge.visit(tenant.host, "/billing");
  await edge.editInvoice(tenant.host, tenant.invoice, amount, "before");
  const stale = await edge.visit(tenant.host, "/billing");
  expect(stale.cacheStatus).toBe("HIT");
  expect(stale.body).not.toContain(`$${amount}`);
  await accepted(support, tenant);
  await expect
    .poll(async () => (await edge.visit(tenant.host, "/billing")).body)
    .toContain(`$${amount}`);
});
