import { describe, expect, it } from "vitest";
import type { Purge, PurgeDetail, Selector } from "@/lib/schemas/purges";
import { customerAnswer } from "@/lib/schemas/customer-answer";
import { proofOutcomes, verdictCodes } from "@/lib/schemas/words";
import { spanInWords } from "./durations";
import { purgeAgainHref, repeatCommand } from "./repeat-command";
import { namedScope } from "./scope-words";

const purge: Purge = {
  id: "01900000-0000-7000-8000-000000000000",
  cursor: "c",
  tenantCount: 1,
  onBehalfOf: null,
  tenant: { id: "42", slug: "acme", name: "Acme GmbH" },
  zone: { id: "0".repeat(32), name: "example.com" },
  method: "purge",
  selector: { tags: ["tenant:42"] },
  tier: "tenant",
  status: "accepted",
  source: "manual",
  actor: { kind: "person", name: "support@example.com", role: "support" },
  reason: "It's old",
  ticket: "ZD-1",
  ticketUrl: null,
  traceId: "t",
  requestedAt: "2026-03-01T12:00:00.000Z",
  finishedAt: "2026-03-01T12:00:01.000Z",
  environment: null,
  environmentName: null,
  scheduledFor: null,
  late: false,
  cancellable: false,
  attemptCount: 1,
  result: { code: "200", message: "Cloudflare accepted the request." },
  proof: null,
  reported: null,
  resolution: null,
};

const proven = (code: (typeof verdictCodes)[number]): Purge => ({
  ...purge,
  proof: { state: "ended", outcome: proofOutcomes[code], code, summary: "s", comparisonId: "c" },
});

describe("customerAnswer", () => {
  it("says of an accepted purge without a probe that it is not confirmed", () => {
    expect(customerAnswer(purge, "1 March")).toContain("not yet confirmed");
  });

  it("names nothing of the inside, whatever the verdict", () => {
    for (const one of [purge, ...verdictCodes.map(proven)])
      expect(customerAnswer(one, "1 March")).not.toMatch(
        /cloudflare|tenant|tag\b|42|support@|HIT/i,
      );
  });

  it("says from how many places it was checked, as its evidence has it", () => {
    const from = (colos: string[]) =>
      customerAnswer(
        {
          ...proven("isolated"),
          comparisons: [{ id: "c", verdict: { colos } }] as PurgeDetail["comparisons"],
        },
        "1 March",
      );
    expect(from(["FRA"])).toContain("We then checked from one location:");
    expect(from(["AMS", "FRA"])).toContain("We then checked from 2 locations:");
    expect(customerAnswer(proven("isolated"), "1 March")).toContain("from one location");
  });

  it("claims of no state more than has happened", () => {
    const answer = (status: Purge["status"], attemptCount: number) =>
      customerAnswer({ ...purge, status, attemptCount }, "1 March");
    for (const status of ["awaiting_approval", "scheduled", "queued", "cancelled"] as const) {
      expect(answer(status, 0)).not.toContain("asked");
      expect(answer(status, 0)).toMatch(/nothing was changed/i);
    }
    // A purge that waits for its next try may have been carried out at the first.
    for (const status of ["scheduled", "queued", "sending"] as const)
      expect(answer(status, 1)).toContain("on its way");
    expect(answer("failed", 6)).toContain("did not succeed");
  });

  it("says that the page was loaded anew only when a probe has shown it", () => {
    const claims = verdictCodes.filter((code) =>
      customerAnswer(proven(code), "1 March").includes("anew"),
    );
    expect(claims).toEqual(["isolated", "verified", "wide"]);
  });
});

describe("repeatCommand", () => {
  it("is the POST with its confirmation, quoted for a shell, without a secret", () => {
    const command = repeatCommand(purge, "https://console.example.com");
    expect(command).toContain("'https://console.example.com/api/v1/purges'");
    expect(command).toContain(`"reason":"It'\\''s old"`);
    expect(command).toContain(`"confirmation":"acme"`);
    expect(command).toContain("$PURGE_CONSOLE_COOKIE");
  });

  it("does not exist for a purge of no tenant", () => {
    expect(repeatCommand({ ...purge, tenant: null }, "https://x")).toBeNull();
  });
});

describe("purgeAgainHref", () => {
  it("fills the form with the same content", () => {
    expect(purgeAgainHref(purge)).toBe(
      "/purges/new?tenant=42&tag=tenant%3A42&method=purge&reason=It%27s+old&ticket=ZD-1",
    );
  });
});

describe("namedScope", () => {
  it("ends the sentence of the button", () => {
    const named = (selector: Selector, tenantTag: string | null = null, tier = "object") =>
      namedScope({ selector, tier }, "acme", tenantTag);
    expect(named({ tags: ["Tenant:42"] }, "tenant:42")).toBe("everything of acme");
    expect(named({ tags: ["invoice:1"] }, "tenant:42")).toBe("invoice:1 of acme");
    expect(named({ files: ["https://a.example/b?c=1"] })).toBe("acme's /b?c=1");
    expect(named({ files: ["https://a/b", "https://a/c"] })).toBe("2 URLs of acme");
    expect(named({ hosts: ["a.example"] })).toBe("acme's host a.example");
    expect(named({ everything: true })).toBe("everything in the zone");
  });

  it("does not call one tenant's what others share", () => {
    const named = (selector: Selector) =>
      namedScope({ selector, tier: "shared" }, "acme", "tenant:42");
    expect(named({ tags: ["page:billing"] })).toBe("page:billing across tenants");
    expect(named({ tags: ["tenant:42", "page:billing"] })).toBe("2 tags across tenants");
    expect(named({ hosts: ["a.example"] })).toBe("host a.example across tenants");
  });
});

describe("spanInWords", () => {
  it("is as exact as it is short", () => {
    expect([40, 12_300, 125_000, 11_400_000, 350_000_000].map(spanInWords)).toEqual([
      "0.04 s",
      "12.3 s",
      "2 min 5 s",
      "3 h 10 min",
      "4 days",
    ]);
  });
});
