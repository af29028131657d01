import { describe, expect, it } from "vitest";
import { filterNames, readFilters, type RawFilters } from "./purge-filters";

const none = Object.fromEntries(filterNames.map((name) => [name, null])) as RawFilters;

describe("readFilters", () => {
  it("takes what the feed knows", () => {
    const raw = { ...none, tenant: "42", status: "failed", from: "2026-03-01T12:00:00Z" };
    expect(readFilters(raw)).toEqual({
      filters: { tenant: "42", status: "failed", from: "2026-03-01T12:00:00Z" },
      ignored: [],
    });
  });

  it("leaves out what cannot be used, and names it", () => {
    const raw = { ...none, source: "magic", period: "9y", from: "yesterday", ticket: "ZD-1" };
    expect(readFilters(raw)).toEqual({
      filters: { ticket: "ZD-1" },
      ignored: ["source", "period", "from"],
    });
  });

  it("does not take a name of Object.prototype for a period", () => {
    expect(readFilters({ ...none, period: "toString" }).ignored).toEqual(["period"]);
  });

  it("lets a period win over two times of one's own", () => {
    const raw = { ...none, period: "24h", from: "2026-03-01T12:00:00Z" };
    expect(readFilters(raw)).toEqual({ filters: { period: "24h" }, ignored: ["from"] });
  });

  it("takes an empty parameter as none", () => {
    expect(readFilters({ ...none, tenant: "", actor: "  " })).toEqual({ filters: {}, ignored: [] });
  });
});
