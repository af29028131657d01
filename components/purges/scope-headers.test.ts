import { describe, expect, it } from "vitest";
import { hasVariant, noVariant, readVariant, variantFromLines } from "./scope-headers";

describe("readVariant", () => {
  it("names what is filled in, each header by its name", () => {
    const fields = {
      device: "mobile",
      country: " de ",
      language: "de",
      origin: "https://a.example",
      own: "X-Tier: gold: 1\n\n x-b : 2 ",
    };
    expect(readVariant(fields)).toEqual({
      headers: {
        "CF-Device-Type": "mobile",
        "CF-IPCountry": "de",
        "Accept-Language": "de",
        Origin: "https://a.example",
        "X-Tier": "gold: 1",
        "x-b": "2",
      },
    });
    expect(readVariant(noVariant)).toEqual({ headers: {} });
  });

  it.each([
    ["no colon", { own: "X-Tier gold" }],
    ["no name", { own: ": gold" }],
    ["a name twice", { own: "X-A: 1\nx-a: 2" }],
    ["a name that has a field", { device: "mobile", own: "cf-device-type: tablet" }],
  ])("refuses %s rather than leave a header out", (_name, fields) => {
    expect(readVariant({ ...noVariant, ...fields })).toHaveProperty("problem");
  });
});

describe("variantFromLines", () => {
  it("puts each line where it belongs, and reads back as it was", () => {
    const lines = ["accept-language: de,en;q=0.5", "X-A: 1", "CF-Device-Type:tablet"];
    const fields = variantFromLines(lines);
    expect(fields).toEqual({
      ...noVariant,
      device: "tablet",
      language: "de,en;q=0.5",
      own: "X-A: 1",
    });
    expect(hasVariant(fields)).toBe(true);
    expect(hasVariant(variantFromLines([]))).toBe(false);
  });

  it("drops nothing that it cannot read", () => {
    expect(variantFromLines(["nonsense", "Origin: a", "origin: b"])).toEqual({
      ...noVariant,
      origin: "a",
      own: "nonsense\norigin: b",
    });
  });
});
