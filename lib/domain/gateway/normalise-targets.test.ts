import { describe, expect, test } from "vitest";
import { GatewayError } from "@/lib/schemas/cloudflare-error";
import type { FileTarget } from "@/lib/schemas/files";
import type { SelectorKind } from "@/lib/schemas/words";
import { normaliseTargets } from "./normalise-targets";

const zone = { edgePort: "8787", limits: { items: 3, files: 4 } };
const sent = (kind: SelectorKind, ...typed: FileTarget[]) =>
  normaliseTargets(kind, typed, zone).map(({ value }) => value);

function errorsOf(kind: SelectorKind, ...typed: FileTarget[]) {
  try {
    normaliseTargets(kind, typed, zone);
  } catch (error) {
    if (error instanceof GatewayError) return error.errors;
    throw error;
  }
  throw new Error(`taken: ${JSON.stringify(typed)}`);
}

describe("what is sent", () => {
  test("tags in lower case, since Cloudflare compares without case, each once", () => {
    expect(sent("tags", "Tenant:42", "tenant:42", "a")).toEqual(["tenant:42", "a"]);
  });

  test("hosts in lower case, as punycode", () => {
    expect(sent("hosts", "ACME.Example.com", "bücher.example.com")).toEqual([
      "acme.example.com",
      "xn--bcher-kva.example.com",
    ]);
  });

  test.each([
    ["acme.example.com/t/acme", "acme.example.com/t/acme"],
    ["acme.example.com/t/acme/", "acme.example.com/t/acme/"],
    ["acme.example.com/app.js", "acme.example.com/app.js"],
    ["ACME.example.com/Über", "acme.example.com/%C3%9Cber"],
    // A host alone is all of that host and of none that begins alike.
    ["acme.example.com", "acme.example.com/"],
    ["acme.example.com/", "acme.example.com/"],
  ])("a service's prefix means what it means at Cloudflare: %s", (typed, value) => {
    expect(sent("prefixes", typed)).toEqual([value]);
  });

  test("a URL without fragment and edge's port, with the headers of its cache key", () => {
    const url = "http://acme.example.com:8787/billing#top";
    const headers = { "cf-device-type": "Mobile", origin: "https://APP.example.com:443" };
    expect(sent("files", url, { url, headers })).toEqual([
      "http://acme.example.com/billing",
      JSON.stringify({
        url: "http://acme.example.com/billing",
        headers: { "CF-Device-Type": "mobile", Origin: "https://app.example.com" },
      }),
    ]);
  });
});

describe("what is refused", () => {
  test.each([
    ["tags", 1101, 3],
    ["files", 1094, 4],
    ["hosts", 1111, 3],
    ["prefixes", 1118, 3],
  ] as const)("%s beyond the limit: %i", (kind, code, most) => {
    const many = Array.from({ length: most + 1 }, (_, at) => `x${at}`);
    const message = `Exceeded maximum amount of ${most} ${kind} that can be purged on a single request`;
    expect(errorsOf(kind, ...many)).toEqual([{ code, message }]);
  });

  test.each([
    ["tags", 1100, "a".repeat(1_025), "tags[1]: a tag may have at most 1,024 characters"],
    ["tags", 1100, "a b", /^tags\[1\]: a tag may have printable ASCII/],
    ["tags", 1100, "ta\u0000g", /^tags\[1\]: a tag may have printable ASCII/],
    ["hosts", 1114, "https://acme.example.com", /^hosts\[1\]: give a host name alone/],
    ["hosts", 1114, `${"a".repeat(201)}.com`, /^hosts\[1\]: give a host name alone/],
    ["prefixes", 1117, "https://acme.example.com/a", /^prefixes\[1\]: a prefix has no scheme/],
    ["prefixes", 1117, "acme.example.com/a?b", /^prefixes\[1\]: a prefix may not have a query/],
    ["prefixes", 1117, `acme.example.com${"/a".repeat(32)}`, /at most 31 "\/"$/],
    ["prefixes", 1117, "acme.example.com/a/../b", /may not have empty, \. or \.\. segments$/],
    ["files", 1082, "/billing", /^files\[1\]: give the whole URL/],
    ["files", 1082, "https://a@acme.example.com/", /may not have a user name$/],
    ["files", 1082, "https://acme.example.com:444/", /may not name a port$/],
    ["files", 1082, `https://acme.example.com/${"a".repeat(2_500)}`, /at most 2,500 characters/],
  ] as const)("%s %i %s", (kind, code, typed, message) => {
    const good = kind === "files" ? "https://acme.example.com/" : "acme.example.com";
    const [first, ...more] = errorsOf(kind, good, typed);
    expect(more).toEqual([]);
    expect(first?.code).toBe(code);
    expect(first?.message).toMatch(message);
  });

  test("every target that cannot be sent is named, and the header in it", () => {
    const url = "https://acme.example.com/";
    expect(errorsOf("files", "x", url, { url, headers: { Cookie: "a" } })).toMatchObject([
      { code: 1082, message: expect.stringMatching(/^files\[0\]: /) as string },
      { code: 1082, message: expect.stringMatching(/^files\[2\]\.headers\.Cookie: /) as string },
    ]);
  });
});
