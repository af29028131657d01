import { describe, expect, it } from "vitest";
import type { ServiceToken } from "@/lib/schemas/tokens";
import { reachInWords, rightsInWords, stateOf } from "./token-words";

const token: ServiceToken = {
  id: "01900000-0000-7000-8000-000000000000",
  name: "billing, production",
  service: "billing",
  verbs: ["purge", "read"],
  zones: [],
  tenants: [],
  selectorKinds: ["tags", "files"],
  source: "app",
  createdAt: "2026-03-01T12:00:00.000Z",
  createdBy: "admin@example.com",
  expiresAt: "2026-05-30T12:00:00.000Z",
  lastUsedAt: null,
  revoked: null,
  callsPerSecond: 100,
};

describe("a token in words", () => {
  it("says what it may do, and by what", () => {
    expect(rightsInWords(token)).toBe("Purge and read by tags or URLs");
    expect(rightsInWords({ ...token, verbs: ["report"] })).toBe("Report");
  });

  it("says to what, and counts where there are many", () => {
    expect(reachInWords(token)).toBe("all zones; all tenants");
    const zones = [{ id: "0", name: "example.com" }];
    expect(reachInWords({ ...token, zones, tenants: ["42", "77"] })).toBe(
      "example.com; tenant 42, tenant 77",
    );
    expect(reachInWords({ ...token, tenants: ["1", "2", "3", "4"] })).toBe("all zones; 4 tenants");
  });

  it.each([
    ["2026-05-16T11:59:00.000Z", "active"],
    ["2026-05-16T12:01:00.000Z", "near"],
    ["2026-05-30T12:00:00.000Z", "expired"],
  ] as const)("knows how it stands at %s: %s", (now, state) => {
    expect(stateOf(token, Date.parse(now))).toBe(state);
    const revoked = { at: now, by: "admin@example.com" };
    expect(stateOf({ ...token, revoked }, Date.parse(now))).toBe("revoked");
  });
});
