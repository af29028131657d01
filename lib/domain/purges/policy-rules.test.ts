import { expect, test } from "vitest";
import type { PurgePolicy } from "@/lib/schemas/purge-policy";
import { isQuiet, quietRefusal, ticketProblem } from "./policy-rules";

const night = { tiers: ["everything"], from: "22:00", to: "06:00", timeZone: "Europe/Berlin" };

test.each([
  // Berlin is at UTC+1 in winter and at UTC+2 in summer.
  ["2026-01-15T20:59:59Z", false],
  ["2026-01-15T21:00:00Z", true],
  ["2026-01-16T04:59:59Z", true],
  ["2026-01-16T05:00:00Z", false],
  ["2026-07-15T20:00:00Z", true],
  ["2026-07-15T19:59:00Z", false],
])("quiet from 22:00 to 06:00 in Berlin at %s: %s", (at, quiet) => {
  expect(isQuiet({ ...night, tiers: ["everything"] }, new Date(at))).toBe(quiet);
});

test.each([
  ["2026-01-15T12:59:00Z", false],
  ["2026-01-15T13:00:00Z", true],
  ["2026-01-15T14:00:00Z", false],
])("quiet within a day at %s: %s", (at, quiet) => {
  const lunch = { tiers: ["shared" as const], from: "13:00", to: "14:00", timeZone: "UTC" };
  expect(isQuiet(lunch, new Date(at))).toBe(quiet);
});

const rule = {
  confirmation: "button",
  secondPerson: false,
  signInMinutes: null,
  graceSeconds: 0,
  prove: true,
  proveSeconds: 30,
  secondPurge: false,
  bystanders: 0,
} as const;
const policy = (change: Partial<PurgePolicy>): PurgePolicy => ({
  tiers: {
    object: { ...rule, roles: [] },
    tenant: { ...rule, roles: [] },
    section: { ...rule, roles: [] },
    shared: { ...rule, roles: [] },
    everything: { ...rule, roles: [] },
  },
  ticketPattern: null,
  approvalMinutes: 60,
  quietHours: null,
  ...change,
});

test("quiet hours are for the tiers that they name", () => {
  const quiet = policy({ quietHours: { ...night, tiers: ["everything"] } });
  const at = new Date("2026-01-15T23:00:00Z");
  expect(quietRefusal(quiet, "everything", at)?.code).toBe("quiet_hours");
  expect(quietRefusal(quiet, "tenant", at)).toBeNull();
});

test.each([
  [null, null, null],
  ["^ZD-\\d+$", "ZD-4711", null],
  ["^ZD-\\d+$", "ZD-", "must look like"],
  ["^ZD-\\d+$", null, "is asked for"],
  ["OPS", "see OPS-7", null],
  // It would take a backtracking engine longer than anybody waits.
  ["^(a+)+$", `${"a".repeat(280)}!`, "must look like"],
])("pattern %s, ticket %s: %s", (ticketPattern, ticket, problem) => {
  const found = ticketProblem(policy({ ticketPattern }), ticket);
  if (problem === null) expect(found).toBeNull();
  else expect(found?.message).toContain(problem);
});
