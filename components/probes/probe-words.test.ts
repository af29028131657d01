import { describe, expect, it } from "vitest";
import { type Probe, probe as probeSchema } from "@/lib/schemas/probes";
import { meaningAfterPurge, meaningBefore, meaningForControl } from "./probe-words";

const blank = Object.fromEntries(Object.keys(probeSchema.shape).map((field) => [field, null]));

function probe(cacheStatus: string | null, age: number | null, startedAt: string): Probe {
  return probeSchema.parse({
    ...blank,
    id: startedAt,
    phase: "after",
    round: 1,
    url: "https://acme.example.com/",
    startedAt,
    place: null,
    httpStatus: 200,
    cacheStatus,
    age,
    colo: "FRA",
    fingerprint: "a",
    findings: [],
  });
}

const purged = "2026-03-01T12:00:00.000Z";
const at = "2026-03-01T12:00:10.000Z";

describe("a HIT after the purge", () => {
  it("is the old copy when it is older than the purge", () => {
    expect(meaningAfterPurge(probe("HIT", 800, at), purged, [])).toBe("old");
  });

  it("is the new copy when it is younger", () => {
    expect(meaningAfterPurge(probe("HIT", 3, at), purged, [])).toBe("fresh");
  });

  it("is the new copy behind a cold answer, whatever its Age", () => {
    const miss = probe("MISS", null, "2026-03-01T12:00:01.000Z");
    expect(meaningAfterPurge(probe("HIT", null, at), purged, [miss])).toBe("fresh");
  });

  it("is unknown where whole seconds cannot decide, and without Age", () => {
    const soon = "2026-03-01T12:00:01.400Z";
    expect(meaningAfterPurge(probe("HIT", 1, soon), purged, [])).toBe("unknown");
    expect(meaningAfterPurge(probe("HIT", null, at), purged, [])).toBe("unknown");
  });
});

describe("the same word in its places", () => {
  it("HIT is hoped for in a control and only a fact before", () => {
    expect(meaningForControl("HIT")).toBe("fresh");
    expect(meaningBefore("HIT")).toBe("neutral");
  });

  it("what was never cached and what is not known say so everywhere", () => {
    for (const meaning of [meaningForControl, meaningBefore]) {
      expect(meaning("DYNAMIC")).toBe("outside");
      expect(meaning("STALE")).toBe("old");
      expect(meaning("EXPIRED")).toBe("cold");
      expect(meaning(null)).toBe("unknown");
      expect(meaning("SOMETHING")).toBe("unknown");
    }
  });
});
