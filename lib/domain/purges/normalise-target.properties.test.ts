import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readFileTarget } from "@/lib/edge/file-target";
import type { FileTarget } from "@/lib/schemas/files";
import {
  type NormalTarget,
  normaliseFile,
  normaliseHost,
  normalisePrefix,
  normaliseTag,
} from "./normalise-target";

const file = (typed: FileTarget) => normaliseFile(typed, "8787");
const url = "https://acme.example.com/";

describe("whatever is typed", () => {
  const own = "acme.example.com";
  // Text that looks like what it is meant to be, with all that parsers disagree about in between.
  const piece = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom("a", "B", "t", "acme", "1", ".css", "index.html") },
    fc.constantFrom("/", "//", "\\", "..", ".", "%2e", "%2E%2e", "%2f", "%5c", "%00", "%", "%zz"),
    fc.constantFrom("?", "#", "@", ":", ":443", ":80", ";", "*", "~", "|", "^", "`", "{", '"', "'"),
    fc.constantFrom(
      "ä",
      "İ",
      "ß",
      "。",
      "．",
      "／",
      "ａ",
      "\u0301",
      "😀",
      "\u200b",
      "\u202e",
      "\u00ad",
    ),
    fc.constantFrom(
      "\r",
      "\n",
      "\t",
      "\u0000",
      " ",
      "\u00a0",
      "\u2028",
      "\ud800",
      "globex.example.com",
    ),
    fc.string({ unit: "binary", maxLength: 3 }),
  );
  const tail = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(""));
  const host = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(own, "ACME.example.com", "bücher.example", "127.1") },
    tail,
  );
  const scheme = fc.constantFrom(
    "https://",
    "http://",
    "HTTPS://",
    "https:/",
    "https:///",
    "//",
    "",
  );
  const urls = fc.tuple(scheme, host, tail).map((parts) => parts.join(""));
  const prefixes = fc.tuple(host, fc.constantFrom("/", ""), tail).map((parts) => parts.join(""));
  const kinds: [string, fc.Arbitrary<string>, (typed: string) => NormalTarget][] = [
    ["tags", fc.oneof(tail, fc.string({ unit: "binary" })), normaliseTag],
    ["URLs", fc.oneof(urls, fc.webUrl(), fc.string({ unit: "binary" })), file],
    ["prefixes", fc.oneof(prefixes, fc.string({ unit: "binary" })), normalisePrefix],
    ["hosts", fc.oneof(host, tail, fc.string({ unit: "binary" })), normaliseHost],
  ];
  const runs = { numRuns: 2_000 };

  test.each(kinds)("normalising %s twice changes nothing", (_kind, typed, normalise) => {
    fc.assert(
      fc.property(typed, (text) => {
        const once = normalise(text);
        if ("value" in once) expect(normalise(once.value)).toEqual(once);
      }),
      runs,
    );
  });

  test.each(kinds)(
    "%s are sent as visible ASCII that the index takes",
    (_kind, typed, normalise) => {
      fc.assert(
        fc.property(typed, (text) => {
          const normal = normalise(text);
          if ("value" in normal) expect(normal.value).toMatch(/^[\x21-\x7e]{1,2500}$/);
        }),
        runs,
      );
    },
  );

  // The check of the tenant looks at `host`: what is sent must name that one to every parser.
  test("the host of a URL is the host that is sent", () => {
    fc.assert(
      fc.property(urls, (text) => {
        const normal = file(text);
        if (!("value" in normal)) return;
        expect(new URL(normal.value).hostname).toBe(normal.host);
        expect(/^https?:\/\/([^/?#]*)/.exec(normal.value)?.[1]).toBe(normal.host);
      }),
      runs,
    );
  });

  test("the host of a prefix is the host that is sent, and its path goes nowhere else", () => {
    fc.assert(
      fc.property(prefixes, (text) => {
        const normal = normalisePrefix(text);
        if (!("value" in normal)) return;
        const read = new URL(`https://${normal.value}`);
        expect(normal.value.split("/")[0]).toBe(normal.host);
        expect(read.host + read.pathname).toBe(normal.value);
        expect(read.search + read.hash).toBe("");
        expect(normal.value).toMatch(/\/$|\.[a-z0-9]+$/i);
        expect(normal.value.split("/").length - 1).toBeLessThanOrEqual(31);
      }),
      runs,
    );
  });

  test("headers come out in one spelling, without control characters, and stay so", () => {
    const name = fc.oneof(
      fc.constantFrom("CF-Device-Type", "cf-ipcountry", "origin", "Accept-Language", "x-a", "X-A"),
      fc.string({ unit: "binary", maxLength: 10 }),
    );
    const value = fc.oneof(
      fc.constantFrom("mobile", "DE", "https://a.example:443", "de;q=0.5", "a\r\nb", " "),
      fc.string({ unit: "binary" }),
    );
    fc.assert(
      fc.property(fc.dictionary(name, value, { maxKeys: 6 }), (headers) => {
        const normal = file({ url, headers });
        if (!("value" in normal)) return;
        expect(normal.value).toMatch(/^[\x20-\x7e]+$/);
        const read = readFileTarget(normal.value);
        expect(file(read)).toEqual(normal);
        if (typeof read === "string") return;
        const names = Object.keys(read.headers).map((one) => one.toLowerCase());
        expect(new Set(names).size).toBe(names.length);
      }),
      runs,
    );
  });
});
