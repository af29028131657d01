import { describe, expect, it } from "vitest";
import { droppedInWords, readTargets, toggleTarget } from "./target-lines";

describe("readTargets", () => {
  it("takes lines and commas, and counts what it drops", () => {
    const lines = readTargets("a\n\nb, a\n c ,,\n");
    expect(lines).toEqual({ values: ["a", "b", "c"], duplicates: 1, blanks: 3 });
    expect(droppedInWords(lines)).toBe("1 duplicate and 3 blanks dropped");
  });

  it("does not count the end of the text as a blank", () => {
    expect(readTargets("a\n")).toEqual({ values: ["a"], duplicates: 0, blanks: 0 });
    expect(readTargets(" \n ")).toEqual({ values: [], duplicates: 0, blanks: 0 });
    expect(droppedInWords(readTargets("a\n"))).toBeNull();
  });

  it("finds duplicates after bringing each into the form that is sent", () => {
    const lines = readTargets("/a\nhttps://x/a", (line) =>
      line.startsWith("/") ? `https://x${line}` : line,
    );
    expect(lines.values).toEqual(["https://x/a"]);
    expect(lines.duplicates).toBe(1);
  });
});

describe("toggleTarget", () => {
  it("adds on a line of its own and takes out wherever it stands", () => {
    expect(toggleTarget("a", "b", true)).toBe("a\nb");
    expect(toggleTarget("a\nb\na", "a", false)).toBe("b");
    expect(toggleTarget("a,b", "a", true)).toBe("b\na");
  });
});
