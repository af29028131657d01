import { expect, test } from "vitest";
import type { Diagnosis } from "@/lib/schemas/diagnoses";
import { staleCauses } from "@/lib/schemas/words";
import { afterCause, causeWords } from "./cause-words";
import { proposedPurgeHref } from "./diagnosis-href";
import { ticketCopy } from "./ticket-copy";

const diagnosis: Diagnosis = {
  id: "0190a5f0-0000-7000-8000-000000000002",
  tenant: { id: "42", slug: "acme", name: "Acme GmbH" },
  url: "https://acme.example.com/billing",
  path: "/billing",
  createdAt: "2026-03-01T12:00:00.000Z",
  createdBy: "support@example.com",
  cause: "cannot_tell",
  confidence: "none",
  summary: "Cannot tell: the edge gave no answer.",
  evidence: ["Edge: no answer."],
  missing: ["The edge's answer."],
  nextStep: "Look at the page yourself.",
  purge: null,
  proposal: null,
  probes: [],
  origin: [],
};

test("the ticket gets what was found, what it rests on, and the way back", () => {
  const text = ticketCopy(diagnosis, { link: "https://console.example/d", when: "today" });
  expect(text).toBe(`Why is https://acme.example.com/billing stale?
Cannot tell: the edge gave no answer.
The evidence does not show it. Next: Look at the page yourself.

What was seen
- Edge: no answer.

What is missing
- The edge's answer.

Tenant Acme GmbH (acme, id 42), asked today by support@example.com
https://console.example/d`);
});

test("what may show visitors what is not theirs stands before the evidence, each once", () => {
  const leak = {
    code: "foreign_marker" as const,
    reason: "The page carries the marker of globex.",
  };
  const year = { code: "html_for_a_year" as const, reason: "Browsers may keep this HTML." };
  const probe = { findings: [year, leak] } as unknown as Diagnosis["probes"][number];
  const text = ticketCopy({ ...diagnosis, probes: [probe, probe] }, { link: "l", when: "today" });
  expect(text).toContain(`Next: Look at the page yourself.

For an engineer now, stale or not
- The page carries the marker of globex.

What was seen`);
  expect(text).toContain(`Also noticed
- Browsers may keep this HTML.
`);
});

test("each cause has words, and a sentence does not say them twice", () => {
  expect(Object.keys(causeWords).toSorted()).toEqual([...staleCauses].toSorted());
  expect(afterCause(diagnosis)).toBe("The edge gave no answer.");
});

test("a proposed purge fills the form with its URL and the headers of its copy", () => {
  const headers = { "Accept-Language": "de", "CF-Device-Type": "mobile" };
  const selector = { files: [{ url: "https://acme.example.com/?a=1&b", headers }] };
  const href = proposedPurgeHref("4 2", selector, "/?a=1&b");
  const query = new URL(href, "http://console").searchParams;
  expect(query.get("tenant")).toBe("4 2");
  expect(query.get("page")).toBe("/?a=1&b");
  expect(query.getAll("url")).toEqual(["https://acme.example.com/?a=1&b"]);
  expect(query.getAll("header")).toEqual(["Accept-Language: de", "CF-Device-Type: mobile"]);
});
