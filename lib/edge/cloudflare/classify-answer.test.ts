import { expect, test } from "vitest";
import { classifyAnswer, readRetryAfter } from "./classify-answer";

const now = new Date("2026-03-01T12:00:00Z");
const ok = '{"success":true,"errors":[],"messages":[],"result":{"id":"x"}}';
const failed = (code: number, message: string) =>
  JSON.stringify({ success: false, errors: [{ code, message }], messages: [], result: null });
const limit = failed(1134, "Unable to purge, rate limit reached.");

test.each([
  ["accepted", 200, ok],
  ["accepted", 200, '{"success":true,"result":null}'],
  ["transient", 429, limit],
  ["transient", 429, ""],
  ["transient", 400, limit],
  ["transient", 400, failed(1115, "rate limit exceeded")],
  ["transient", 200, limit],
  ["transient", 500, "<html>"],
  ["transient", 503, failed(10001, "try later")],
  ["transient", 408, ""],
  ["permanent", 403, failed(10000, "Authentication error")],
  ["permanent", 401, ""],
  ["permanent", 400, failed(1100, "Tag exceeds maximum length of 1024 characters")],
  ["permanent", 404, failed(7003, "Could not route")],
  ["permanent", 302, ""],
  ["unknown", 200, '{"success":false,"errors":[]}'],
  ["unknown", 200, "<html>welcome</html>"],
  ["unknown", 200, ""],
  ["unknown", 200, "null"],
  ["unknown", 200, '{"success":"true"}'],
  ["unknown", 200, null],
])("%s: HTTP %i %s", (outcome, status, body) => {
  expect(classifyAnswer({ status, headers: new Headers(), body }, now).outcome).toBe(outcome);
});

test("what Cloudflare said is kept: codes, words, cf-ray", () => {
  const headers = new Headers({ "cf-ray": "8f1c-FRA", "retry-after": "3" });
  const body = failed(1134, "Unable to purge");
  expect(classifyAnswer({ status: 429, headers, body }, now)).toMatchObject({
    code: "429 / 1134",
    cfRay: "8f1c-FRA",
    retryAfterMs: 3_000,
    errors: [{ code: 1134, message: "Unable to purge" }],
    message: "Cloudflare's rate limit is reached (HTTP 429, 1134 Unable to purge).",
  });
});

test.each([
  [null, null],
  ["5", 5_000],
  ["0", 0],
  ["1000000000", 300_000],
  ["-5", null],
  ["NaN", null],
  ["", null],
  ["Sun, 01 Mar 2026 12:00:09 GMT", 9_000],
  ["Sun, 01 Mar 2020 12:00:00 GMT", 0],
])("Retry-After %j is %j ms", (value, expected) => {
  expect(readRetryAfter(value, now)).toBe(expected);
});
