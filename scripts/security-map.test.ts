import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "..");
const text = readFileSync(path.join(root, "docs/security.md"), "utf8");

/** The rows of its tables: what stands in the first cell, and the others. */
const rows = text
  .split("\n")
  .filter((line) => line.startsWith("| "))
  .map((line) =>
    line
      .split("|")
      .map((cell) => cell.trim())
      .slice(1, -1),
  );

/** The items of OWASP ASVS 5.0.0 that concern a console of this kind, by chapter and section. */
const items = `
1.1.1 1.2.9 1.3.3 1.3.6 1.5.2 2.1.2 2.1.3 2.2.3 2.3.2 2.3.3 2.3.4 2.4.1 3.3.2 3.3.3 3.3.4 3.4.3 3.4.4 3.4.5
3.4.6 3.5.4 3.7.2 4.1.2 4.1.3 4.2.1 6.1.3 6.3.3 6.3.4 6.5.1 6.5.5 6.6.3 6.8.1 6.8.2 6.8.4 7.1.1 7.1.2 7.1.3
7.3.1 7.3.2 7.4.3 7.4.4 7.4.5 7.5.1 7.5.2 7.6.1 7.6.2 8.1.2 8.2.3 8.4.1 9.2.2 9.2.3 9.2.4 11.1.1 11.2.1 11.2.3
11.4.2 11.4.3 11.5.1 12.3.1 12.3.2 13.1.1 13.2.1 13.2.2 13.2.4 13.2.5 13.3.1 13.4.2 13.4.5 14.2.2 14.2.4 14.3.2
14.3.3 15.1.2 15.1.3 15.2.2 15.2.3 15.3.2 15.3.3 15.3.4 15.3.5 15.3.6 15.3.7 16.1.1 16.2.1 16.2.2 16.2.3 16.2.4
16.2.5 16.3.1 16.3.2 16.3.3 16.3.4 16.4.1 16.4.2 16.4.3 16.5.1 16.5.2 16.5.3 1.2.10 1.3.12 1.5.3 2.3.5 2.4.2
3.1.1 3.4.7 3.4.8 3.5.8 4.1.4 4.2.5 6.3.5 6.3.8 7.5.3 8.1.3 8.2.4 8.3.2 8.3.3 8.4.2 11.2.4 13.1.2 13.1.3 13.1.4
13.2.6 13.3.4 13.4.6 14.2.6 14.2.7 15.1.4 15.1.5 15.2.5 15.4.2 15.4.3 16.5.4 7.2.4 7.4.1 7.4.2 8.2.2 8.3.1 3.5.1
3.5.2 3.5.3 2.3.1 6.3.1`
  .trim()
  .split(/\s+/);

test("every item has one line with a state and where it is met, or what is missing", () => {
  const lines = rows.flatMap(([first = "", state = "", where = ""]) =>
    /^\d+\.\d+\.\d+/.test(first) ? first.split(", ").map((item) => ({ item, state, where })) : [],
  );
  expect(lines.map(({ item }) => item).sort()).toEqual([...items].sort());
  for (const { item, state, where } of lines) {
    expect(["met", "partly", "not met", "none here"], item).toContain(state);
    expect(where.length, item).toBeGreaterThan(1);
  }
});

test("every point of the record and of access has its line", () => {
  const points = [
    ...Array.from({ length: 10 }, (_, at) => `A${at + 1}`),
    ...Array.from({ length: 12 }, (_, at) => `P${at + 1}`),
  ];
  const told = rows.flatMap(([first = ""]) => (/^[AP]\d+$/.test(first) ? [first] : []));
  expect(told).toEqual(points);
});

test("every file that it names is there, and every place that it links to", () => {
  const named = [...text.matchAll(/`([\w.[\]-]+(?:\/[\w.[\]-]+)+\.(?:ts|tsx|mjs|md))`/g)];
  expect(named.length).toBeGreaterThan(50);
  for (const [, file = ""] of named) expect(existsSync(path.join(root, file)), file).toBe(true);
  for (const [, link = "", , anchor] of text.matchAll(/\]\(([\w./-]+\.md)(#([\w-]+))?\)/g)) {
    const file = path.join(root, "docs", link);
    expect(existsSync(file), link).toBe(true);
    if (anchor === undefined) continue;
    const headings = readFileSync(file, "utf8")
      .split("\n")
      .filter((line) => line.startsWith("#"))
      .map((line) =>
        line
          .replace(/^#+ /, "")
          .toLowerCase()
          .replace(/[^\w -]/g, "")
          .replaceAll(" ", "-"),
      );
    expect(headings, `${link}#${anchor}`).toContain(anchor);
  }
});
