import { expect, test } from "vitest";
import { auditActions } from "@/lib/schemas/audit-actions";
import { actionInWords, knownActions } from "./audit-words";

test("each action of the record is offered, in words of its own", () => {
  expect(knownActions.map(([action]) => action)).toEqual([...auditActions]);
  const words = auditActions.map(actionInWords);
  expect(words.filter((text) => !/^[A-Z][^._]+$/.test(text))).toEqual([]);
  expect(new Set(words).size).toBe(auditActions.length);
});

test("an action that nobody knows is shown as it is", () => {
  expect(actionInWords("zone.paint")).toBe("zone.paint");
});
