import type { AuditList } from "@/lib/schemas/audit";
import type { PurgePlan } from "@/lib/schemas/purge-plan";
import type { PurgeList, Selector } from "@/lib/schemas/purges";
import { type Role, roles } from "@/lib/schemas/words";
import { expect, test } from "./fixtures";
import { wholeTenant } from "./support/console-api";
import { tenantOf } from "./support/tenants";

const mine = tenantOf("birch-freight");
const other = tenantOf("birch-analytics");
const zoneName = "practice.localhost";

type Answer = "sent" | "waits" | "not_allowed" | "foreign_target";

interface Line {
  what: string;
  selector: Selector;
  answer: Record<Role, Answer>;
}

const auditorNever = { auditor: "not_allowed" } as const;
const all = (answer: Answer) => ({
  ...auditorNever,
  support: answer,
  engineer: answer,
  admin: answer,
});
const notSupport = { ...all("sent"), support: "not_allowed" } as const;
/** A second person has to approve it. */
const wide = { ...all("waits"), support: "not_allowed" } as const;

/** product.md's risk tiers: what each role gets when it asks for a target of each kind. */
const table: Line[] = [
  {
    what: "one URL of the tenant",
    selector: { files: [`http://${mine.host}/billing`] },
    answer: all("sent"),
  },
  {
    what: "an object tag of the tenant",
    selector: { tags: [`invoice:${mine.invoice}`] },
    answer: all("sent"),
  },
  { what: "the tenant's own tag", selector: { tags: [`tenant:${mine.id}`] }, answer: all("sent") },
  {
    what: "the tenant's own tag in other letters",
    selector: { tags: [`Tenant:${mine.id}`] },
    answer: all("sent"),
  },
  {
    what: "a prefix of the tenant",
    selector: { prefixes: [`${mine.host}/billing/`] },
    answer: notSupport,
  },
  { what: "a host of the tenant", selector: { hosts: [mine.host] }, answer: notSupport },
  {
    what: "a shared tag",
    selector: { tags: ["page:billing"] },
    answer: wide,
  },
  {
    what: "the tenant's tag together with a shared one",
    selector: { tags: [`tenant:${mine.id}`, "page:billing"] },
    answer: wide,
  },
  {
    what: "a tag outside the tag plan",
    selector: { tags: ["homepage"] },
    answer: wide,
  },
  {
    what: "another tenant's tag",
    selector: { tags: [`tenant:${other.id}`] },
    answer: all("foreign_target"),
  },
  {
    what: "another tenant's tag in other letters",
    selector: { tags: [`TENANT:${other.id}`] },
    answer: all("foreign_target"),
  },
  {
    what: "another tenant's URL",
    selector: { files: [`http://${other.host}/billing`] },
    answer: all("foreign_target"),
  },
  {
    what: "another tenant's host",
    selector: { hosts: [other.host] },
    answer: all("foreign_target"),
  },
  {
    what: "another tenant's prefix",
    selector: { prefixes: [`${other.host}/`] },
    answer: all("foreign_target"),
  },
  {
    what: "the whole zone as a host",
    selector: { hosts: ["practice.localhost"] },
    answer: all("foreign_target"),
  },
  {
    what: "everything",
    selector: { everything: true },
    answer: { ...wide, engineer: "not_allowed" },
  },
];

for (const { what, selector, answer } of table) {
  test(`${what}: each role gets what the table says`, async ({ apiAs, edge }) => {
    const target = Object.values(selector).flat().at(-1) as string | true;
    const word = target === true ? "purge_everything" : target.toLowerCase();
    for (const role of roles) {
      const api = await apiAs(role);
      const expected = answer[role];
      const confirmation = answer.admin === "waits" ? zoneName : mine.slug;
      const request = wholeTenant(mine, { selector, confirmation });
      const seenBefore = (await edge.purgesOf(word)).length;
      if (expected === "sent") {
        const purge = await api.purge(request);
        expect((await api.finished(purge.id)).status, role).toBe("accepted");
        expect((await edge.purgesOf(word)).length, role).toBe(seenBefore + 1);
      } else if (expected === "waits") {
        const purge = await api.purge(request);
        expect(purge.status, role).toBe("awaiting_approval");
        expect((await edge.purgesOf(word)).length, "nothing was sent").toBe(seenBefore);
        await api.post(`/purges/${purge.id}/cancellation`, {}, 200);
      } else {
        const problem = await api.refused("/purges", request, 403, crypto.randomUUID());
        expect(problem, role).toMatchObject({ code: expected });
        expect(problem.detail.length, "the reason is said").toBeGreaterThan(20);
        expect((await edge.purgesOf(word)).length, "nothing was sent").toBe(seenBefore);
      }
      if (role === "auditor") continue;
      const { tenantId, method } = request;
      const plan = await api.post<PurgePlan>("/purges/plan", { tenantId, method, selector }, 200);
      const said = plan.secondPerson === null ? "sent" : "waits";
      expect(plan.refusal?.code ?? said, `${role}: the preview says the same`).toBe(expected);
    }
  });
}

test.describe("the confirmation", () => {
  for (const [what, confirmation] of [
    ["another tenant's slug", other.slug],
    ["other letters", mine.slug.toUpperCase()],
    ["the tenant's id", mine.id],
    ["nothing", undefined],
  ] as const) {
    test(`of a whole tenant is refused with ${what}`, async ({ apiAs }) => {
      const support = await apiAs("support");
      const body = { ...wholeTenant(mine), confirmation };
      const problem = await support.refused("/purges", body, 422, crypto.randomUUID());
      expect(problem).toMatchObject({
        code: "confirmation_mismatch",
        errors: [{ path: "confirmation" }],
      });
    });
  }

  test("of a prefix is the tenant's slug as well", async ({ apiAs }) => {
    const engineer = await apiAs("engineer");
    const body = wholeTenant(mine, { selector: { hosts: [mine.host] }, confirmation: mine.host });
    const problem = await engineer.refused("/purges", body, 422, crypto.randomUUID());
    expect(problem.code).toBe("confirmation_mismatch");
  });
});

test("a purge without a reason or without a key is refused", async ({ apiAs }) => {
  const support = await apiAs("support");
  const noReason = await support.refused(
    "/purges",
    { ...wholeTenant(mine), reason: "" },
    400,
    "key-12345",
  );
  expect(noReason.errors?.map(({ path }) => path)).toContain("reason");
  const noKey = await support.refused("/purges", wholeTenant(mine), 400);
  expect(noKey.detail).toContain("Idempotency-Key");
});

test("an unknown tenant, purge and comparison are all 404", async ({ apiAs }) => {
  const support = await apiAs("support");
  const nobody = "018f0000-0000-7000-8000-000000000000";
  const unknown = { ...wholeTenant({ id: "nobody", slug: "nobody" }) };
  expect(await support.refused("/purges", unknown, 404, "key-12345")).toMatchObject({
    code: "not_found",
  });
  expect(await support.refused(`/comparisons/${nobody}/probes`, {}, 404)).toMatchObject({
    code: "not_found",
  });
  for (const path of [`/purges/${nobody}`, `/comparisons/${nobody}`, "/tenants/nobody"]) {
    expect((await support.http.get(`/api/v1${path}`)).status(), path).toBe(404);
  }
});

test("each refusal and each purge is an entry of the audit", async ({ apiAs }) => {
  const tenant = tenantOf("birch-dental");
  const support = await apiAs("support");
  const auditor = await apiAs("auditor");
  await support.refused(
    "/purges",
    wholeTenant(tenant, { selector: { tags: ["page:billing"] }, reason: "The page looks old" }),
    403,
    crypto.randomUUID(),
  );
  await auditor.refused("/purges", wholeTenant(tenant), 403, crypto.randomUUID());
  const { id } = await support.purge(wholeTenant(tenant));
  await support.finished(id);

  const { items } = await auditor.get<AuditList>(`/audit?tenant=${tenant.id}`);
  const told = items.map(({ action, outcome, actor }) => [action, outcome, actor.name]);
  expect(told).toEqual(
    expect.arrayContaining([
      ["purge.request", "refused", "support@example.com"],
      ["purge.request", "done", "support@example.com"],
      ["purge.accept", "done", expect.any(String)],
    ]),
  );
  expect(items.find(({ outcome }) => outcome === "refused")).toMatchObject({
    reason: "The page looks old",
    actor: { role: "support" },
  });
  const refusals = await auditor.get<AuditList>("/audit?actor=auditor&outcome=refused");
  expect(refusals.items.length, "the auditor's attempt is there too").toBeGreaterThan(0);

  const { items: sent } = await auditor.get<PurgeList>(`/purges?tenant=${tenant.id}&source=manual`);
  expect(sent.filter(({ reason }) => reason === "The page looks old")).toEqual([]);
});
