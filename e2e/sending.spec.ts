import type { Overview } from "@/lib/schemas/overview";
import type { PurgeDetail } from "@/lib/schemas/purges";
import { expect, test } from "./fixtures";
import { wholeTenant } from "./support/console-api";
import { tenantOf } from "./support/tenants";

const outcomes = ({ attempts }: PurgeDetail) => attempts.map(({ outcome }) => outcome);
const milliseconds = (time: string | null | undefined) => Date.parse(time ?? "");

test.describe("the Idempotency-Key", () => {
  test("makes twenty parallel requests one purge and one call", async ({ apiAs, edge }) => {
    const tenant = tenantOf("harbor-freight");
    const support = await apiAs("support");
    const key = crypto.randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => support.purge(wholeTenant(tenant), key)),
    );
    const [first] = answers;
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    await support.finished(first?.id ?? "");
    expect(await edge.purgesOf(`tenant:${tenant.id}`)).toHaveLength(1);

    const later = await support.purge(wholeTenant(tenant), key);
    expect(later, "the purge as it is now").toMatchObject({ id: first?.id, status: "accepted" });
  });

  test("is refused with another request, and is each person's own", async ({ apiAs }) => {
    const tenant = tenantOf("harbor-analytics");
    const support = await apiAs("support");
    const key = crypto.randomUUID();
    const mine = await support.purge(wholeTenant(tenant), key);
    for (const more of [
      { reason: "Another reason" },
      { method: "invalidate" },
      { selector: { tags: [`invoice:${tenant.invoice}`] } },
    ] as const) {
      const other = wholeTenant(tenant, structuredClone(more) as never);
      const problem = await support.refused("/purges", other, 409, key);
      expect(problem.code).toBe("idempotency_conflict");
    }
    const engineers = await (await apiAs("engineer")).purge(wholeTenant(tenant), key);
    expect(engineers.id).not.toBe(mine.id);
  });
});

test("429 with Retry-After: waits as long as it says, then is accepted", async ({
  apiAs,
  edge,
}) => {
  const tenant = tenantOf("harbor-dental");
  const support = await apiAs("support");
  const fault = { mode: "error", status: 429, retryAfter: 2, count: 1 };
  await edge.setFaults({ apiStatus: fault });
  const { id } = await support.purge(wholeTenant(tenant));
  await expect
    .poll(async () => (await support.readPurge(id)).attempts[0]?.outcome)
    .toBe("transient");
  const waiting = await support.readPurge(id);
  expect(waiting.status).toBe("queued");
  expect(waiting.result).toMatchObject({ code: "429 / 1134" });
  expect(waiting.line?.expectedInMs, "the screen can say when it goes on").toBeTruthy();

  const purge = await support.finished(id);
  expect(purge.status).toBe("accepted");
  expect(outcomes(purge)).toEqual(["transient", "accepted"]);
  const [first, second] = purge.attempts;
  expect(first).toMatchObject({ httpStatus: 429, errors: [{ code: 1134 }] });
  expect(first?.cfRay, "Cloudflare's id of the answer").toMatch(/-FRA$/);
  const waited = milliseconds(second?.startedAt) - milliseconds(first?.finishedAt);
  expect(waited).toBeGreaterThanOrEqual(1_990);
});

const transient = [
  ["429 without Retry-After", { mode: "error", status: 429 }, "transient"],
  ["a 500", { mode: "error", status: 500 }, "transient"],
  ["a 503", { mode: "error", status: 503 }, "transient"],
  ["an HTML page of a 502", { mode: "html", status: 502 }, "transient"],
  ["a dropped connection", { mode: "drop" }, "unknown"],
  ["a dropped connection, carried out all the same", { mode: "drop", carryOut: true }, "unknown"],
] as const;

for (const [what, fault, outcome] of transient) {
  test(`${what}: tried again, on record as ${outcome}`, async ({ apiAs, edge }) => {
    const tenant = tenantOf("harbor-bakeries");
    const support = await apiAs("support");
    await edge.setFaults({ apiStatus: { ...fault, count: 2 } });
    const { id } = await support.purge(wholeTenant(tenant));
    const purge = await support.finished(id);
    expect(purge.status).toBe("accepted");
    expect(outcomes(purge)).toEqual([outcome, outcome, "accepted"]);
    for (const attempt of purge.attempts) {
      expect(attempt.message, "each attempt says what happened").toBeTruthy();
      expect(attempt.durationMs).not.toBeNull();
    }
  });
}

test("200 with success:false is no success", async ({ apiAs, edge }) => {
  const tenant = tenantOf("indigo-freight");
  const support = await apiAs("support");
  await edge.setFaults({ apiStatus: { mode: "success_false" } });
  const { id } = await support.purge(wholeTenant(tenant));
  const failed = await support.finished(id);
  expect(failed.status).toBe("failed");
  expect(failed.attempts[0]).toMatchObject({ httpStatus: 200, errors: [{ code: 10001 }] });
  expect(failed.result?.message).toContain("10001");
});

test("a refused token fails at once, with that reason, and the overview says so", async ({
  apiAs,
  edge,
}) => {
  const tenant = tenantOf("indigo-analytics");
  const support = await apiAs("support");
  await edge.setFaults({ apiStatus: { mode: "error", status: 403 } });
  const { id } = await support.purge(wholeTenant(tenant));
  const failed = await support.finished(id);
  expect(failed.status).toBe("failed");
  expect(outcomes(failed)).toEqual(["permanent"]);
  expect(failed.result?.message).toContain("CLOUDFLARE_API_TOKEN");

  const overview = await support.get<Overview>("/overview");
  expect(overview.connection.state).toBe("refused");
  expect(overview.failures.map((purge) => purge.id)).toContain(id);

  await edge.clearFaults();
  const next = await support.purge(wholeTenant(tenant));
  expect((await support.finished(next.id)).status).toBe("accepted");
  const mended = await support.get<Overview>("/overview");
  expect(mended.connection.state).toBe("working");
  expect(
    mended.failures.map((purge) => purge.id),
    "it waits for a person",
  ).toContain(id);

  const closed = { reason: "The token has its permission again" };
  await support.post(`/purges/${id}/resolution`, closed, 200);
  await support.refused(`/purges/${id}/resolution`, closed, 409);
  const after = await support.get<Overview>("/overview");
  expect(after.failures.map((purge) => purge.id)).not.toContain(id);
});

test("a fault that stays: given up visibly after six attempts", async ({ apiAs, edge }) => {
  test.setTimeout(180_000);
  const tenant = tenantOf("indigo-dental");
  const support = await apiAs("support");
  await edge.setFaults({ apiStatus: { mode: "error", status: 500 } });
  const { id } = await support.purge(wholeTenant(tenant));
  const failed = await support.finished(id, 150_000);
  expect(failed.status).toBe("failed");
  expect(outcomes(failed)).toEqual(Array.from({ length: 6 }, () => "transient"));
  expect(failed.result?.message).toMatch(/given up/i);
});
