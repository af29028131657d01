import { expect, test } from "vitest";
import { readCursor, writeCursor } from "./cursor";

const id = "0197f1c2-8c5e-7b1a-9d3e-3f6a2b9c4d5e";
const at = new Date("2026-11-29T12:00:00.123Z");

test("a cursor is read back as it was written", () => {
  expect(readCursor(writeCursor(at, id))).toEqual({ at, id });
});

// PostgreSQL has no year 0 in this form, and no year 255,000.
test.each(["-62198755200000", "8e15", "1.5", "", " ", "x"])("the time %s is none", (ms) => {
  const text = Buffer.from(`${ms}~${id}`).toString("base64url");
  expect(() => readCursor(text)).toThrow(/not a cursor that this list gave/);
});
