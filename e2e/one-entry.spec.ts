import type { APIResponse } from "@playwright/test";
import type { AuditEntry, AuditList } from "@/lib/schemas/audit";
import { type Role, roles } from "@/lib/schemas/words";
import { expect, test } from "./fixtures";
import { ConsoleApi, newApiContext, signIn } from "./support/console-api";
import type { Expected, Place } from "./support/expected";
import { importFile, withoutGrace } from "./support/import-file";
import { cancelScheduled } from "./support/role-places";
import { changing } from "./support/role-table";

// Every action is one entry of the record, done or refused, with who, what, from where and when (A9).

const objectGrace = { policies: [{ tier: "object", graceSeconds: 300 }] };
test.beforeAll(async ({ dataDir }) => importFile({ DATA_DIR: dataDir }, objectGrace));
test.afterAll(async ({ dataDir, playwright, consoleUrl, sessions }) => {
  await importFile({ DATA_DIR: dataDir }, withoutGrace);
  const http = await newApiContext(playwright.request, consoleUrl, sessions.engineer);
  await cancelScheduled(new ConsoleApi(http));
  await http.dispose();
});

/** What changes nothing when it is done as the role table does it, and therefore leaves no entry. */
const nothingDone: Record<string, string> = {
  "POST /api/v1/purges/plan": "a preview",
  "POST /api/v1/purges/[purgeId]/second": "its state does not let it",
  "POST /api/v1/directory/imports": "a dry run",
  "POST /api/v1/watches/[watchId]/rounds": "a look, as at any page; the watch is on record",
  "POST /api/v1/sessions/revocation": "the session that asks is the only one, and stays",
  "POST /api/v1/csp-reports": "a browser tells of a page; it stands in the log",
  "PUT /api/v1/policy": "the policy that there is",
  "PUT /api/v1/zones/[zoneId]": "the zone as it is, from the second time on",
  "PUT /api/v1/tenants/[tenantId]": "the tenant as it is, from the second time on",
  "PUT /api/v1/tag-plan/[zone]": "the plan that there is",
};
/** One for each thing that it does. */
const several = new Set(["POST /api/v1/purges/retries"]);

/** The action of what is done. A refusal is of the same action, or access.refuse at the door. */
const actions: Record<string, string> = {
  "POST /api/v1/purges": "purge.request",
  "POST /api/v1/purges/[purgeId]/resolution": "purge.resolve",
  "POST /api/v1/purges/[purgeId]/cancellation": "purge.cancel",
  "POST /api/v1/purges/[purgeId]/retry": "purge.retry",
  "POST /api/v1/comparisons": "comparison.start",
  "POST /api/v1/comparisons/[comparisonId]/probes": "comparison.probe",
  "POST /api/v1/canaries/[zoneId]/runs": "canary.start",
  "POST /api/v1/diagnoses": "diagnosis.run",
  "POST /api/v1/watches": "watch.start",
  "POST /api/v1/watches/[watchId]/ending": "watch.end",
  "POST /api/v1/tokens": "token.create",
  "POST /api/v1/tokens/[tokenId]/revocation": "token.revoke",
  "POST /api/v1/approvals/[purgeId]/decision": "approval.deny",
  "DELETE /api/v1/tenants/[tenantId]": "directory.remove_tenant",
  "POST /api/v1/audit/verification": "audit.verify",
  "POST /api/v1/desk/samples": "desk.sample",
  "POST /api/v1/reconciliations": "reconciliation.ask",
};

function requestIdOf(answer: APIResponse): string {
  return answer.headers()["x-request-id"] ?? "none";
}

/** The entries that a request has left. */
async function entriesOf(auditor: ConsoleApi, id: string, since: string): Promise<AuditEntry[]> {
  const found: AuditEntry[] = [];
  let cursor: string | null = null;
  do {
    const more: string = cursor === null ? "" : `&cursor=${cursor}`;
    const page: AuditList = await auditor.get(
      `/audit?limit=200&from=${encodeURIComponent(since)}${more}`,
    );
    found.push(...page.items.filter(({ requestId }) => requestId === id));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return found;
}

function send(api: ConsoleApi, name: string, { path, body }: Place) {
  return api.http.fetch(path, {
    method: name.split(" ")[0] ?? "",
    headers: { "Content-Type": "application/json", "Idempotency-Key": crypto.randomUUID() },
    ...(body === undefined ? {} : { data: Buffer.from(JSON.stringify(body)) }),
  });
}

/** What every entry tells, whatever it is of. */
function expectWhole(entry: AuditEntry | undefined, role: Role, since: string): void {
  expect(entry).toMatchObject({ actor: { kind: "person", name: `${role}@example.com`, role } });
  expect(entry?.address).toMatch(/^(127\.0\.0\.1|::1)$/);
  expect(entry?.at).toMatch(/^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z$/);
  expect(Date.parse(entry?.at ?? "")).toBeGreaterThanOrEqual(Date.parse(since));
  expect(Date.parse(entry?.at ?? "")).toBeLessThanOrEqual(Date.now() + 1_000);
}

const byPeople = Object.entries(changing).filter(
  ([name, { services }]) => services !== true && !name.includes("[...unknown]"),
);

for (const [name, expected] of byPeople) {
  const isDone = expected.status < 400 && !Object.hasOwn(nothingDone, name);

  test(`${name}: ${isDone ? "one entry when it is done, " : ""}one when it is refused`, async ({
    apiAs,
    edge,
  }) => {
    const since = new Date(Date.now() - 1_000).toISOString();
    const [engineer, admin] = [await apiAs("engineer"), await apiAs("admin")];
    const auditor = await apiAs("auditor");
    const makePlace = (one: Expected) => one.place(engineer, edge, admin);
    const [by] = expected.ownOnly === true ? (["engineer"] as const) : expected.allowed;
    if (isDone && by !== undefined) {
      const answer = await send(await apiAs(by), name, await makePlace(expected));
      expect(answer.status(), await answer.text()).toBe(expected.status);
      const entries = await entriesOf(auditor, requestIdOf(answer), since);
      if (several.has(name)) expect(entries.length).toBeGreaterThanOrEqual(1);
      else expect(entries.map(({ action }) => action)).toHaveLength(1);
      expectWhole(entries[0], by, since);
      expect(entries[0]?.outcome).toBe("done");
      if (actions[name] !== undefined) expect(entries[0]?.action).toBe(actions[name]);
    }
    const outsider = roles.find(
      (role) => !expected.allowed.includes(role) && expected.elsewhere?.includes(role) !== true,
    );
    if (outsider === undefined) return;
    const refused = await send(await apiAs(outsider), name, await makePlace(expected));
    expect(refused.status()).toBe(403);
    const entries = await entriesOf(auditor, requestIdOf(refused), since);
    expect(entries.map(({ action }) => action)).toHaveLength(1);
    expectWhole(entries[0], outsider, since);
    expect(entries[0]?.outcome).toBe("refused");
  });
}

test("a sign-in, a sign-out and somebody who is not let in are one entry each", async ({
  apiAs,
  playwright,
  consoleUrl,
}) => {
  const since = new Date(Date.now() - 1_000).toISOString();
  const auditor = await apiAs("auditor");
  const storageState = await signIn(playwright.request, consoleUrl, "support");
  const http = await newApiContext(playwright.request, consoleUrl, storageState);
  const { csrfToken } = (await (await http.get("/api/auth/csrf")).json()) as { csrfToken: string };
  const out = await http.post("/api/auth/signout", { form: { csrfToken, json: "true" } });
  const signOuts = await entriesOf(auditor, requestIdOf(out), since);
  expect(signOuts.map(({ action, outcome }) => [action, outcome])).toEqual([
    ["session.sign_out", "done"],
  ]);
  expectWhole(signOuts[0], "support", since);
  const email = `nobody-${Date.now()}@example.com`;
  const form = { csrfToken, email, json: "true" };
  const failed = await http.post("/api/auth/callback/practice", { form });
  const refusals = await entriesOf(auditor, requestIdOf(failed), since);
  expect(refusals.map(({ action, outcome, actor }) => [action, outcome, actor.name])).toEqual([
    ["session.sign_in", "refused", email],
  ]);
  await http.dispose();
});

test("exports are one entry each, written before the first byte", async ({ apiAs }) => {
  const since = new Date(Date.now() - 1_000).toISOString();
  const auditor = await apiAs("auditor");
  const period = "from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z";
  for (const [path, action] of [
    ["/api/v1/purges/export?format=csv&ticket=ZD-NONE", "purge.export"],
    ["/api/v1/audit/export?tenant=none", "audit.export"],
    [`/api/v1/desk/questions/wide_purges/export?${period}&format=csv`, "desk.export"],
  ] as const) {
    const answer = await auditor.http.get(path);
    const entries = await entriesOf(auditor, requestIdOf(answer), since);
    expect(entries.map((entry) => entry.action)).toEqual([action]);
    expectWhole(entries[0], "auditor", since);
  }
});
