import { expect, test } from "vitest";
import { classifyAnswer } from "./classify-answer";
import type { HttpAnswer } from "./http-exchange";
import { readRetryAfter } from "./retry-after";

const now = new Date("2026-03-01T12:00:00Z");
const hide = (text: string) => text.replaceAll("s3cret", "[secret]");
const ok = '{"success":true,"errors":[],"messages":[],"result":{"id":"x"}}';
const failed = (...errors: [code: number, message: string][]) =>
  JSON.stringify({
    success: false,
    errors: errors.map(([code, message]) => ({ code, message })),
    messages: [],
    result: null,
  });
const limit = failed([1134, "Unable to purge, rate limit reached."]);

function classify(status: number, body: string | null, more: Partial<HttpAnswer> = {}) {
  return classifyAnswer(
    { status, headers: new Headers(), body, fault: null, ...more },
    { now, hide },
  );
}

test.each([
  ["accepted", 200, ok],
  ["accepted", 200, '{"success":true,"result":null}'],
  ["transient", 429, limit],
  ["transient", 429, ""],
  ["transient", 400, limit],
  ["transient", 400, failed([971, "Please wait and consider throttling your request speed"])],
  ["transient", 400, failed([1115, "rate limit exceeded"])],
  ["transient", 200, limit],
  ["transient", 500, "<html>"],
  ["transient", 503, failed([10001, "try later"])],
  ["transient", 408, ""],
  ["transient", 425, ""],
  ["permanent", 409, ""],
  ["permanent", 401, ""],
  ["permanent", 302, ""],
  ["permanent", 200, failed([1100, "Tag exceeds maximum length of 1024 characters"])],
  ["unknown", 200, '{"success":false,"errors":[]}'],
  ["unknown", 200, '{"success":false}'],
  ["unknown", 200, "<html>welcome</html>"],
  ["unknown", 200, ""],
  ["unknown", 200, "null"],
  ["unknown", 200, "[]"],
  ["unknown", 200, "{}"],
  ["unknown", 200, '{"success":"true"}'],
  ["unknown", 204, ""],
])("%s: HTTP %i %s", (outcome, status, body) => {
  expect(classify(status, body).outcome).toBe(outcome);
});

// One bad item among a hundred is found by halving the call; what all calls share is not looked for.
test.each([
  [
    "item",
    400,
    1082,
    "Unable to purge 'https://x.example/'. You can only purge files for this zone",
  ],
  ["item", 400, 1094, "Exceeded maximum amount of 30 files that can be purged on a single request"],
  ["item", 400, 1100, "Tag exceeds maximum length of 1024 characters"],
  ["item", 400, 1101, "too many tags"],
  ["item", 400, 1114, "host too long"],
  ["item", 400, 1115, "Invalid host"],
  ["item", 400, 99_999, "something new"],
  ["item", 413, 0, "too large"],
  ["account", 400, 1012, 'Request must contain one of "purge_everything", "files" ...'],
  ["account", 400, 1013, "'purge_everything' must be true"],
  ["account", 400, 1092, 'Request cannot contain "purge_everything" and any of "files" ...'],
  ["account", 400, 1095, "no access to purge cache for that zone id"],
  ["account", 400, 1107, "Only enterprise zones can purge by tag"],
  ["account", 400, 1136, "files on an environment"],
  ["account", 400, 6003, "Invalid request headers"],
  ["account", 400, 9103, "Unknown X-Auth-Key or X-Auth-Email"],
  ["account", 401, 10000, "Authentication error"],
  ["account", 403, 10000, "Authentication error"],
  ["account", 404, 7003, "Could not route to /zones/x/purge_cache"],
  ["account", 409, 0, "conflict"],
  ["account", 405, 0, "method not allowed"],
] as const)("%s is to blame: HTTP %i with code %i", (blame, status, code, message) => {
  const result = classify(status, failed([code, message]));
  expect(result).toMatchObject({ outcome: "permanent", blame, limited: false });
  // A sentence for people, then Cloudflare's own words.
  expect(result.message).toMatch(/^(Cloudflare|It is more than Cloudflare) [a-z ']+.*\(.*\)\./);
  expect(result.message).toContain(message);
});

test("a page about throttling that is refused does not pause the account", () => {
  for (const message of [
    "Unable to purge 'https://acme.example/docs/rate-limit-throttling'.",
    'Invalid tag: "guide:throttling"',
    "Invalid url https://acme.example/throttled",
  ]) {
    expect(classify(400, failed([1199, message]))).toMatchObject({ limited: false, blame: "item" });
  }
});

test("what Cloudflare said is kept: codes, words, cf-ray", () => {
  const headers = new Headers({ "cf-ray": "8f1c-FRA", "retry-after": "3" });
  expect(classify(429, failed([1134, "Unable to purge"]), { headers })).toMatchObject({
    code: "429 / 1134",
    cfRay: "8f1c-FRA",
    retryAfterMs: 3_000,
    errors: [{ code: 1134, message: "Unable to purge" }],
    message: "Cloudflare's rate limit is reached (HTTP 429, 1134 Unable to purge).",
  });
});

test("errors in unusual forms are kept as well", () => {
  const body = JSON.stringify({
    success: false,
    errors: [
      "in words only",
      { message: "without a code" },
      { code: "1100", message: "code as text" },
      { code: 6003, message: "outer", error_chain: [{ code: 6111, message: "inner" }, null, 7] },
      null,
      [],
      { code: 1e99, message: "huge" },
    ],
  });
  expect(classify(400, body).errors).toEqual([
    { code: 0, message: "in words only" },
    { code: 0, message: "without a code" },
    { code: 1100, message: "code as text" },
    { code: 6003, message: "outer" },
    { code: 6111, message: "inner" },
    { code: 0, message: "huge" },
  ]);
});

test("words from outside can be stored and shown, and hold no secret", () => {
  const message = "a\u0000b\ud800c\u202ed\ne Bearer s3cret ".padEnd(5_000, "x");
  const result = classify(400, failed([1100, message]), {
    headers: new Headers({ "cf-ray": "s3cret-FRA" }),
  });
  expect(result.errors[0]?.message).toMatch(/^a b c d e Bearer \[secret\] x+$/);
  expect(result.errors[0]?.message.length).toBeLessThanOrEqual(1_000);
  expect(result.cfRay).toBe("[secret]-FRA");
  expect(JSON.stringify(result)).not.toContain("s3cret");
});

test.each([
  ["unknown", 200, "the rest of the answer did not come in time"],
  ["transient", 502, "the rest of the answer did not come in time"],
  ["transient", 429, "the rest of the answer did not come in time"],
  ["permanent", 400, "the rest of the answer did not come in time"],
])("%s: HTTP %i whose body never came", (outcome, status, words) => {
  const result = classify(status, null, { fault: "timeout" });
  expect(result).toMatchObject({ outcome, httpStatus: status });
  expect(result.message).toContain(words);
});

test.each([
  [null, null],
  ["5", 5_000],
  ["0", 0],
  ["1000000000", 300_000],
  ["9".repeat(400), 300_000],
  ["-5", null],
  ["+5", null],
  ["1.5", null],
  ["1e3", null],
  ["0x10", null],
  ["NaN", null],
  ["Infinity", null],
  ["", null],
  ["soon", null],
  ["2026", 300_000],
  ["Sun, 01 Mar 2026 12:00:09 GMT", 9_000],
  ["Sun, 01 Mar 2020 12:00:00 GMT", 0],
  ["Sun, 01 Mar 9999 12:00:00 GMT", 300_000],
  ["Sun, 99 Mar 2026 12:00:00 GMT", null],
  // Two headers, as Headers joins them: the longer one counts.
  ["5, 10", 10_000],
  ["10, NaN", 10_000],
  ["3, Sun, 01 Mar 2026 12:00:09 GMT", 9_000],
  ["Sun, 01 Mar 2026 12:00:02 GMT, Sun, 01 Mar 2026 12:00:09 GMT", 9_000],
])("Retry-After %j is %j ms", (value, expected) => {
  expect(readRetryAfter(value, now)).toBe(expected);
});
