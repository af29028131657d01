import { expect, test } from "vitest";
import type { Comparison } from "./comparisons";
import { evidenceMarkdown } from "./evidence-markdown";
import type { PurgeDetail } from "./purges";

const leak = { code: "foreign_marker", reason: "The page carries the marker of globex." };
const first = { ...leak, reason: "The page carries the marker of globex (MISS)." };
const probe = { phase: "after", startedAt: "t", cacheStatus: "HIT", age: 1, variant: null };
const told = { ...probe, error: null, fingerprint: null, cfRay: null, findings: [leak] };
const tenant = { id: "42", slug: "acme", name: "Acme GmbH" };
const comparison = {
  path: "/billing",
  affected: {
    tenant,
    probes: [
      { ...told, colo: "FRA", place: null },
      { ...told, findings: [first], colo: "AMS", place: "Desk | 2" },
      { ...told, colo: "FRA", place: null },
    ],
  },
  control: {
    tenant: { ...tenant, slug: "globex" },
    probes: [{ ...told, colo: "FRA", place: null }],
  },
  origin: [],
  verdict: { outcome: "verified", summary: "s", confidence: "fair", colos: ["FRA"], reasons: [] },
} as unknown as Comparison;
const purge = {
  ...{ id: "1", zone: { name: "example.com" }, environmentName: null, method: "purge" },
  ...{ tenants: [tenant], selector: { tags: ["tenant:42"] }, requestedAt: "t", traceId: "t" },
  ...{ actor: { name: "support@example.com" }, reason: null, ticket: null, secondPerson: null },
  ...{ status: "accepted", attempts: [], proof: null, collateral: null },
  comparisons: [{ ...comparison, verdict: { ...comparison.verdict, missing: [], variants: [] } }],
} as unknown as PurgeDetail;

test("the ticket has who saw each answer, and what was noticed beside the verdict, once", () => {
  const text = evidenceMarkdown(purge, "https://console.example");
  expect(text).toContain(String.raw`| affected, from Desk \| 2 | after | t | HIT | 1 s | AMS |`);
  expect(text).toContain("| affected | after | t | HIT | 1 s | FRA |");
  expect(text).toContain(
    "Also noticed:\n\n- acme: The page carries the marker of globex.\n- globex: The page carries the marker of globex.\n\n|",
  );
});
