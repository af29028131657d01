import { expect, test } from "vitest";
import { readTicket } from "./read-ticket";

test.each([
  ["", null, null],
  ["  ", null, null],
  ["ZD-4711", "ZD-4711", null],
  ["https://desk.example.com/tickets/4711", "4711", "https://desk.example.com/tickets/4711"],
  ["https://desk.example.com/t/ZD%204/", "ZD 4", "https://desk.example.com/t/ZD%204/"],
  ["https://desk.example.com", "desk.example.com", "https://desk.example.com/"],
  ["https://desk.example.com/%00", "%00", "https://desk.example.com/%00"],
  ["https://desk.example.com/%zz", "%zz", "https://desk.example.com/%zz"],
  ["javascript:alert(1)", "javascript:alert(1)", null],
])("%j is ticket %j at %j", (typed, id, url) => {
  expect(readTicket(typed)).toEqual({ id, url });
});
