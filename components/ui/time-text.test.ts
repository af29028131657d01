import { describe, expect, it } from "vitest";
import { absoluteText, clockText, relativeText } from "./time-text";

const now = Date.parse("2026-11-21T14:02:31Z");

describe("relativeText", () => {
  it.each([
    ["2026-11-21T14:02:30Z", "just now"],
    ["2026-11-21T14:02:32Z", "just now"],
    ["2026-11-21T14:01:51Z", "40 s ago"],
    ["2026-11-21T13:59:31Z", "3 min ago"],
    ["2026-11-21T12:02:32Z", "1 h ago"],
    ["2026-11-20T14:02:32Z", "23 h ago"],
    ["2026-11-20T14:02:31Z", "1 d ago"],
    ["2026-10-01T00:00:00Z", "51 d ago"],
    ["2026-11-21T14:05:31Z", "in 3 min"],
  ])("%s is %s", (value, text) => {
    expect(relativeText(value, now)).toBe(text);
  });

  it("leaves what is no time as it is", () => {
    expect(relativeText("soon", now)).toBe("soon");
  });
});

describe("absoluteText and clockText", () => {
  it("name the zone, or stand on the chosen clock", () => {
    expect(absoluteText("2026-11-21T14:02:31.400Z", "utc")).toBe("21 Nov 2026, 14:02:31 UTC");
    expect(clockText("2026-11-21T14:02:31.400Z", "utc")).toBe("14:02:31");
  });

  it("leave what is no time as it is", () => {
    expect(absoluteText("soon", "utc")).toBe("soon");
    expect(clockText("soon", "local")).toBe("soon");
  });
});
