import fc from "fast-check";
import { expect, test } from "vitest";
import { csvCell, csvLine } from "./csv";

/** A reader by RFC 4180, of one record. */
function parse(line: string): string[] {
  expect(line.endsWith("\r\n")).toBe(true);
  const cells: string[] = [];
  let rest = line.slice(0, -2);
  for (;;) {
    const quoted = /^"((?:[^"]|"")*)"(,|$)/.exec(rest);
    const [whole = "", cell = "", end = ""] = quoted ?? /^([^",\r\n]*)(,|$)/.exec(rest) ?? [];
    cells.push(quoted === null ? cell : cell.replaceAll('""', '"'));
    rest = rest.slice(whole.length);
    if (end === "") break;
  }
  expect(rest).toBe("");
  return cells;
}

test("text that a spreadsheet would run is text", () => {
  for (const start of ["=", "+", "-", "@", "\t", "\r"]) {
    const [cell = ""] = parse(csvLine([`${start}HYPERLINK("http://evil.example")`]));
    expect(cell.startsWith(`'${start}`), JSON.stringify(start)).toBe(true);
  }
  expect(csvCell("a=b"), "only at the start").toBe("a=b");
  expect(csvCell(-1), "numbers are ours").toBe("-1");
  expect(csvCell(null)).toBe("");
});

test("NUL does not end a cell", () => {
  expect(csvCell("a\0b")).toBe("a\ufffdb");
});

test("any text comes back as it went in, but for the apostrophe and NUL", () => {
  const hostile = fc.string({
    unit: fc.constantFrom(
      "=",
      "-",
      "@",
      "+",
      "\t",
      "\r",
      "\n",
      '"',
      ",",
      "'",
      "a",
      "\0",
      "ß",
      "😀",
    ),
  });
  fc.assert(
    fc.property(fc.array(fc.oneof(hostile, fc.string()), { minLength: 1 }), (values) => {
      const expected = values.map((text) => {
        const whole = text.replaceAll("\0", "\ufffd");
        return /^[=+\-@\t\r]/.test(whole) ? `'${whole}` : whole;
      });
      expect(parse(csvLine(values))).toEqual(expected);
    }),
  );
});
