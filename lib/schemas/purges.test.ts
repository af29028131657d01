import { expect, test } from "vitest";
import { parsePart } from "@/lib/http/read-request";
import type { AppError } from "./errors";
import { purgePlanRequest, selector } from "./purges";

const read = (value: unknown) => {
  try {
    return parsePart(selector, value, "body");
  } catch (error) {
    return (error as AppError).fields;
  }
};
const url = "https://acme.example.com/";

test("files are URLs, or URLs with headers", () => {
  const value = { files: [url, { url: ` ${url} `, headers: { "X-A": " 1 " } }] };
  expect(read(value)).toEqual({ files: [url, { url, headers: { "X-A": "1" } }] });
});

test("a header called __proto__ is a header, and no prototype", () => {
  const value = JSON.parse(`{"files":[{"url":"${url}","headers":{"__proto__":"1"}}]}`) as unknown;
  const { files } = read(value) as { files: { headers: object }[] };
  expect(Object.entries(files[0]?.headers ?? {})).toEqual([["__proto__", "1"]]);
});

const many = (count: number) => Array.from({ length: count }, (_, at) => `${url}${at}`);
test.each([
  ["selector.files.0 as number", { files: [1] }, "files.0"],
  ["null", { files: [url, null] }, "files.1"],
  ["a list", { files: [[url]] }, "files.0"],
  ["an empty URL", { files: [""] }, "files.0"],
  ["a long URL", { files: [url + "x".repeat(4096)] }, "files.0"],
  ["a NUL", { files: [`${url}\u0000`] }, "files.0"],
  ["a lone surrogate", { files: [`${url}\ud800`] }, "files.0"],
  ["no URL", { files: [{ headers: {} }] }, "files.0.url"],
  ["no headers", { files: [{ url }] }, "files.0.headers"],
  ["an unknown field", { files: [{ url, headers: {}, method: "GET" }] }, "files.0.method"],
  ["headers as list", { files: [{ url, headers: [] }] }, "files.0.headers"],
  ["headers as text", { files: [{ url, headers: "a: b" }] }, "files.0.headers"],
  ["a number", { files: [{ url, headers: { "X-A": 1 } }] }, "files.0.headers.X-A"],
  ["a NUL in a header", { files: [{ url, headers: { "X-A": "\u0000" } }] }, "files.0.headers.X-A"],
  ["501 files", { files: many(501) }, "files"],
  ["101 tags", { tags: many(101) }, "tags"],
  ["101 prefixes", { prefixes: many(101) }, "prefixes"],
  ["101 hosts", { hosts: many(101) }, "hosts"],
  ["none", { files: [] }, "files"],
  ["everything false", { everything: false }, "everything"],
  ["a tag as object", { tags: [{ url, headers: {} }] }, "tags.0"],
])("%s is refused by its place", (_name, value, path) => {
  const fields = read(value) as { path: string; message: string }[];
  expect(fields.map((field) => field.path)).toContain(path);
  expect(fields.map(({ message }) => message).join()).not.toContain("Invalid input");
});

test("as many as fit in one request", () => {
  expect(read({ files: many(500) })).toEqual({ files: many(500) });
  expect(read({ tags: many(100) })).toEqual({ tags: many(100) });
});

test("one kind in a request, and an environment by a short name", () => {
  const request = { tenantId: "42", method: "purge", selector: { tags: ["a"] } };
  expect(purgePlanRequest.safeParse({ ...request, environment: "Staging" }).success).toBe(true);
  for (const environment of ["", "x".repeat(101), "a\u0000", 1, null]) {
    expect(purgePlanRequest.safeParse({ ...request, environment }).success).toBe(false);
  }
  const both = { ...request, selector: { tags: ["a"], files: [url] } };
  expect(purgePlanRequest.safeParse(both).success).toBe(false);
});
