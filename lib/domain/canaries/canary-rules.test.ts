import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { PlannedTag } from "@/lib/domain/purges/tag-plan";
import { canaryState, isRed } from "./canary-state";
import {
  type Edit,
  judgeFailedWrite,
  judgePurge,
  keptItsCopy,
  type SeenPage,
  type SeenSide,
} from "./judge-checks";
import { planChecks } from "./plan-checks";

const plan: PlannedTag[] = [
  { pattern: "tenant:{id}", scope: "tenant", routes: ["/*"] },
  { pattern: "tenant:{id}:nav", scope: "tenant", routes: ["/*"] },
  { pattern: "invoice:{id}", scope: "object", routes: ["/billing"] },
  { pattern: "report:{id}", scope: "object", routes: ["/reports"] },
  { pattern: "page:{name}", scope: "shared", routes: ["/billing"] },
];
const tested = { id: "90", slug: "canary" };

describe("what a run tries", () => {
  const planned = (canEdit: boolean, objectTags: string[] = ["invoice:9"]) =>
    planChecks(tested, plan, { objectTags, canEdit }).map((check) => [
      check.pattern,
      check.kind === "purge" ? check.tag : check.kind,
    ]);

  it("is each pattern that a tag of the test tenant alone stands for, and the failed write", () => {
    expect(planned(true)).toEqual([
      ["tenant:{id}", "tenant:90"],
      ["tenant:{id}:nav", "none"],
      ["invoice:{id}", "invoice:9"],
      ["report:{id}", "none"],
      ["page:{name}", "none"],
      ["", "failed_write"],
    ]);
  });

  it("is no shared tag, and none of another tenant, whatever the set-up names", () => {
    const wide = planned(true, ["page:billing", "tenant:42", "tenant:42:nav", "nobody-knows"]);
    expect(wide.map(([, what]) => what)).toEqual([
      ...["tenant:90", "none", "none", "none", "none"],
      "failed_write",
    ]);
  });

  it("has no failed write where nothing edits, and says so", () => {
    expect(planned(false).at(-1)).toEqual(["", "none"]);
  });
});

const page = (
  cacheStatus: string,
  age: number | null,
  fingerprint: string,
  at: number,
): SeenPage => ({
  ...{ cacheStatus, age, fingerprint },
  colo: "FRA",
  at: at * 1000,
});
const warm = page("HIT", 100, "old", 0);
const side = (slug: string, ...after: SeenPage[]): SeenSide => ({ slug, before: warm, after });
const kept = side("control", page("HIT", 105, "old", 5));

describe("what a purge showed", () => {
  const judge = (code: Parameters<typeof judgePurge>[0], after: SeenPage, edit: Edit = "made") =>
    judgePurge(code, "The verdict.", { tested: side("canary", after), control: kept }, edit)
      .outcome;

  it("passed: the test tenant alone went to the origin and came back with the edit", () => {
    expect(judge("isolated", page("MISS", null, "new", 5))).toBe("passed");
  });

  it("did not pass when the edit is not in what came back", () => {
    expect(judge("isolated", page("MISS", null, "old", 5))).toBe("unclear");
  });

  it("passed without an edit, and says what was not tested", () => {
    const both = { tested: side("canary", page("MISS", null, "old", 5)), control: kept };
    const { outcome, why } = judgePurge("not_comparable", "The verdict.", both, "none");
    expect([outcome, why]).toEqual(["passed", expect.stringContaining("was not tested")]);
  });

  it("failed when the old copy is served, or the control lost its own", () => {
    expect(judge("not_purged", page("HIT", 105, "old", 5))).toBe("failed");
    expect(judge("too_broad", page("MISS", null, "new", 5))).toBe("failed");
  });

  it("never passes unless the control kept its copy and the test tenant was warm before", () => {
    const good = () => ({
      tested: side("canary", page("MISS", null, "old", 5)),
      control: side("control", page("HIT", 105, "old", 5)),
    });
    const changed = fc.record({
      of: fc.constantFrom("tested", "control"),
      when: fc.constantFrom("before", "after"),
      change: fc.oneof(
        fc.record({
          cacheStatus: fc.constantFrom("HIT", "MISS", "EXPIRED", "DYNAMIC", "STALE", null),
        }),
        fc.record({ age: fc.option(fc.integer({ min: 0, max: 200 })) }),
        fc.record({ colo: fc.constantFrom("FRA", "AMS", null) }),
        fc.record({ fingerprint: fc.constantFrom("old", "new", null) }),
      ),
    });
    let passed = 0;
    fc.assert(
      fc.property(
        fc.array(changed, { maxLength: 3 }),
        fc.constantFrom("pending", "refilled", "not_comparable", "not_cached"),
        (changes, code) => {
          const both = good();
          for (const { of, when, change } of changes) {
            const one = when === "before" ? { ...both[of].before } : { ...both[of].after[0] };
            const next = { ...one, ...change } as SeenPage;
            both[of] =
              when === "before" ? { ...both[of], before: next } : { ...both[of], after: [next] };
          }
          if (judgePurge(code, "", both, "none").outcome !== "passed") return;
          passed += 1;
          expect(keptItsCopy(both.control)).toBe(true);
          expect(both.control.after[0]?.cacheStatus).toBe("HIT");
          const seen = [both.tested, both.control].flatMap(({ before, after }) => [
            before,
            ...after,
          ]);
          expect(new Set(seen.map(({ colo }) => colo)).size, "data centres").toBe(1);
          expect(seen[0]?.colo).not.toBeNull();
          expect(both.tested.before.cacheStatus).toBe("HIT");
          expect(both.tested.after[0]?.cacheStatus).toMatch(/MISS|EXPIRED/);
        },
      ),
      { numRuns: 2_000 },
    );
    // Else nothing was tried.
    expect(passed).toBeGreaterThan(100);
  });
});

describe("what a failed write showed", () => {
  const sides = (after: SeenPage) => ({ tested: side("canary", after), control: kept });
  const none = { since: 0, earlier: 0 };

  it("is unclear when an older purge was sent meanwhile: that it went cold is then no sign of the write", () => {
    const cold = judgeFailedWrite(sides(page("MISS", null, "old", 5)), { since: 0, earlier: 1 });
    expect(cold).toMatchObject({ outcome: "unclear" });
    expect(cold.why).toContain("asked for before was sent meanwhile");
    const keptAll = judgeFailedWrite(sides(page("HIT", 105, "old", 5)), { since: 0, earlier: 1 });
    expect(keptAll.outcome).toBe("passed");
  });

  it("passed: the test tenant's page is the same copy", () => {
    expect(judgeFailedWrite(sides(page("HIT", 105, "old", 5)), none).outcome).toBe("passed");
  });

  it("failed: its page went cold, or a purge of it came on record", () => {
    expect(judgeFailedWrite(sides(page("MISS", null, "old", 5)), none).outcome).toBe("failed");
    expect(
      judgeFailedWrite(sides(page("HIT", 105, "old", 5)), { since: 1, earlier: 0 }).outcome,
    ).toBe("failed");
  });

  it("is unclear when the copy is another one, or both went cold", () => {
    expect(judgeFailedWrite(sides(page("HIT", 2, "old", 5)), none).outcome).toBe("unclear");
    const cold = {
      ...sides(page("MISS", null, "old", 5)),
      control: side("control", page("MISS", null, "old", 5)),
    };
    expect(judgeFailedWrite(cold, none).outcome).toBe("unclear");
  });
});

test("a row is green only by a proof that still counts", () => {
  const now = new Date("2026-11-29T12:00:00Z");
  const ago = (days: number) => new Date(now.getTime() - days * 86_400_000);
  const state = (
    proof: "passed" | "failed" | null,
    days: number,
    newest?: "unclear" | "not_tested",
  ) =>
    canaryState(
      proof && { outcome: proof, at: ago(days) },
      newest ? { outcome: newest, at: now } : proof && { outcome: proof, at: ago(days) },
      { oldAfterDays: 7, now },
    );
  expect([
    state("passed", 6.9),
    state("passed", 7.1),
    state("failed", 30),
    state("passed", 1, "unclear"),
    state(null, 0, "unclear"),
    state(null, 0, "not_tested"),
    state(null, 0),
  ]).toEqual(["passed", "old", "failed", "passed", "unclear", "not_tested", "not_tested"]);
  expect((["failed", "old"] as const).every(isRed)).toBe(true);
  expect((["passed", "unclear", "not_tested"] as const).some(isRed)).toBe(false);
});
