import * as z from "zod";
import { expect, test } from "vitest";
import { AppError } from "@/lib/schemas/errors";
import {
  hasBody,
  parsePart,
  queryObject,
  readJsonBody,
  refuseForeignHost,
  refuseForeignOrigin,
} from "./read-request";

const own = "http://localhost:3000";
const request = (headers: Record<string, string>) => new Request(own, { method: "POST", headers });

function codeOf(attempt: () => void): string | null {
  try {
    attempt();
    return null;
  } catch (error) {
    return error instanceof AppError ? error.code : "other";
  }
}

test.each([
  [null, { host: "localhost:3000" }],
  [null, { host: "127.0.0.1:3000" }],
  [null, { host: "[::1]:3000" }],
  ["foreign_origin", { host: "evil.example:3000" }],
  ["foreign_origin", { host: "localhost.evil.example" }],
  ["foreign_origin", {}],
])("with practice sign-in: %s for %j", (code, headers: Record<string, string>) => {
  const check = (practiceSignIn: boolean) => () => {
    refuseForeignHost(request(headers), { nextAuthUrl: own, practiceSignIn });
  };
  expect(codeOf(check(true))).toBe(code);
  expect(codeOf(check(false))).toBeNull();
});

test.each([
  [null, { host: "localhost:3000", origin: own }],
  [null, { host: "localhost:3000", "sec-fetch-site": "same-origin" }],
  [null, { host: "localhost:3000", origin: own, "sec-fetch-site": "same-origin" }],
  ["foreign_origin", { host: "localhost:3000" }],
  ["foreign_origin", { host: "localhost:3000", "sec-fetch-site": "none" }],
  ["foreign_origin", { host: "localhost:3000", origin: own, "sec-fetch-site": "cross-site" }],
  ["foreign_origin", { host: "localhost:3000", origin: "null", "sec-fetch-site": "same-origin" }],
  [null, { host: "127.0.0.1:3000", origin: "http://127.0.0.1:3000" }],
  ["foreign_origin", { host: "localhost:3000", origin: "http://evil.example" }],
  ["foreign_origin", { host: "localhost:3000", origin: "null" }],
  ["foreign_origin", { host: "localhost:3000", origin: "http://localhost:3001" }],
  ["foreign_origin", { host: "localhost:3000", "sec-fetch-site": "cross-site" }],
  ["foreign_origin", { host: "localhost:3000", "sec-fetch-site": "same-site" }],
])("a change: %s for %j", (code, headers: Record<string, string>) => {
  expect(
    codeOf(() => {
      refuseForeignOrigin(request(headers), own);
    }),
  ).toBe(code);
});

test("a page by plain http is not the console that is served by https", () => {
  const check = (origin: string) => () => {
    const headers = { host: "console.example", origin };
    refuseForeignOrigin(request(headers), "https://console.example");
  };
  expect(codeOf(check("https://console.example"))).toBeNull();
  expect(codeOf(check("http://console.example"))).toBe("foreign_origin");
  expect(codeOf(check("https://other.console.example"))).toBe("foreign_origin");
});

test("each wrong field is named, in words of ours", () => {
  const schema = z.strictObject({ q: z.string(), n: z.number() });
  expect(codeOf(() => parsePart(schema, {}, "body"))).toBe("invalid_input");
  const error = (() => {
    try {
      return parsePart(schema, { n: "1", x: 1, y: 2 }, "body");
    } catch (caught) {
      return caught;
    }
  })();
  expect((error as AppError).fields).toEqual([
    { path: "q", message: "is required" },
    { path: "n", message: "must be of type number" },
    { path: "x", message: "is not a known field" },
    { path: "y", message: "is not a known field" },
  ]);
  expect(codeOf(() => queryObject(new URL("http://x/?a=1&a=2")))).toBe("invalid_input");
});

const json = { "content-type": "application/json" };
test.each([
  ["unsupported_media_type", { "content-type": "text/plain" }, "{}"],
  ["invalid_input", json, "{"],
  ["invalid_input", json, ""],
  ["invalid_input", json, Uint8Array.from([0xff, 0xfe])],
  ["too_large", json, `"${"x".repeat(300_000)}"`],
])("a body: %s", async (code, headers: Record<string, string>, body) => {
  const sent = new Request(own, { method: "POST", headers, body });
  await expect(readJsonBody(sent)).rejects.toMatchObject({ code });
});

test.each([
  ["curl -X DELETE, as Next hands it over", false, new ReadableStream(), {}],
  ["a length of 0", false, new ReadableStream(), { "content-length": "0" }],
  ["no stream", false, null, {}],
  ["a length", true, new ReadableStream(), { "content-length": "2" }],
  ["chunks", true, new ReadableStream(), { "transfer-encoding": "chunked" }],
])("whether there is a body: %s", (_, has, body, headers) => {
  expect(hasBody({ body, headers: new Headers(headers) })).toBe(has);
});
