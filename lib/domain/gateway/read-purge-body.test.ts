import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { GatewayError } from "@/lib/schemas/cloudflare-error";
import { readPurgeBody } from "./read-purge-body";

const oneOf = '"purge_everything", "files", "tags", "hosts" or "prefixes"';

function refusalOf(body: unknown): GatewayError {
  try {
    readPurgeBody(body);
  } catch (error) {
    if (error instanceof GatewayError) return error;
    throw error;
  }
  throw new Error(`taken: ${JSON.stringify(body)}`);
}

describe("what is taken", () => {
  test.each([
    [{ tags: ["a", "b"] }, { kind: "tags", typed: ["a", "b"] }],
    [{ hosts: ["a.example.com"] }, { kind: "hosts", typed: ["a.example.com"] }],
    [{ prefixes: ["a.example.com/b"] }, { kind: "prefixes", typed: ["a.example.com/b"] }],
    [{ purge_everything: true }, { kind: "everything", typed: [] }],
    [
      { files: ["https://a.example.com/", { url: "https://a.example.com/" }] },
      { kind: "files", typed: ["https://a.example.com/", "https://a.example.com/"] },
    ],
    [
      { files: [{ url: "https://a.example.com/", headers: { Origin: "https://b.example.com" } }] },
      {
        kind: "files",
        typed: [{ url: "https://a.example.com/", headers: { Origin: "https://b.example.com" } }],
      },
    ],
  ])("%j", (body, read) => {
    expect(readPurgeBody(body)).toEqual(read);
  });
});

describe("what is refused, with Cloudflare's code", () => {
  const arrays = '"files", "tags", "hosts" or "prefixes" must be an array';
  const file = 'must be a URL, or an object with "url" and "headers"';
  test.each([
    [undefined, 1012, `Request must contain one of ${oneOf}`],
    [null, 1012, `Request must contain one of ${oneOf}`],
    ["tags", 1012, `Request must contain one of ${oneOf}`],
    [7, 1012, `Request must contain one of ${oneOf}`],
    [["tags"], 1012, `Request must contain one of ${oneOf}`],
    [{}, 1012, `Request must contain one of ${oneOf}`],
    [{ tags: [] }, 1012, `Request must contain one of ${oneOf}`],
    [{ tags: ["a"], hosts: ["b"] }, 1012, `Request must contain one of ${oneOf}`],
    [{ tag: ["a"] }, 1012, `"tag" is not known. Request must contain one of ${oneOf}`],
    [
      { tags: ["a"], everything: true },
      1012,
      `"everything" is not known. Request must contain one of ${oneOf}`,
    ],
    [
      JSON.parse('{"__proto__": {"tags": ["a"]}}'),
      1012,
      `"__proto__" is not known. Request must contain one of ${oneOf}`,
    ],
    [{ purge_everything: false }, 1013, "'purge_everything' must be true"],
    [{ purge_everything: "true" }, 1013, "'purge_everything' must be true"],
    [{ purge_everything: 1 }, 1013, "'purge_everything' must be true"],
    [{ purge_everything: null }, 1013, "'purge_everything' must be true"],
    [{ tags: "a" }, 1014, arrays],
    [{ tags: null }, 1014, arrays],
    [{ hosts: { 0: "a" } }, 1014, arrays],
    [{ tags: ["a", 7] }, 1014, "tags[1] must be a text that is not empty"],
    [{ tags: ["a", ""] }, 1014, "tags[1] must be a text that is not empty"],
    [{ prefixes: [["a"]] }, 1014, "prefixes[0] must be a text that is not empty"],
    [{ hosts: [null] }, 1014, "hosts[0] must be a text that is not empty"],
    [{ files: [7] }, 1014, `files[0] ${file}`],
    [{ files: ["https://a.example.com/", null] }, 1014, `files[1] ${file}`],
    [{ files: [{ headers: {} }] }, 1014, `files[0] ${file}`],
    [{ files: [{ url: 7 }] }, 1014, `files[0] ${file}`],
    [{ files: [{ url: "u", header: {} }] }, 1014, `files[0] ${file}`],
    [{ files: [{ url: "u", headers: ["Origin"] }] }, 1014, `files[0] ${file}`],
    [{ files: [{ url: "u", headers: { Origin: 7 } }] }, 1014, `files[0] ${file}`],
    [{ files: [{ url: "u", headers: null }] }, 1014, `files[0] ${file}`],
    [
      { purge_everything: true, tags: ["a"] },
      1092,
      'Request cannot contain "purge_everything" and any of "files", "tags", "hosts" or "prefixes"',
    ],
  ])("%j: %i", (body, code, message) => {
    expect(refusalOf(body)).toMatchObject({ status: 400, errors: [{ code, message }] });
  });

  test("a key of a million characters is not given back whole", () => {
    const [error] = refusalOf({ ["x".repeat(1_000_000)]: 1 }).errors;
    expect(error?.message.length).toBeLessThan(300);
  });
});

test("whatever JSON comes is read or refused with one of Cloudflare's codes", () => {
  const names = ["tags", "files", "hosts", "prefixes", "purge_everything", "url", "headers"];
  const key = fc.oneof(fc.constantFrom(...names), fc.string());
  const { body } = fc.letrec((tie) => ({
    leaf: fc.oneof(fc.string({ unit: "binary" }), fc.double(), fc.boolean(), fc.constant(null)),
    body: fc.oneof(
      { maxDepth: 4 },
      tie("leaf"),
      fc.array(tie("body"), { maxLength: 4 }),
      fc.dictionary(key, tie("body"), { maxKeys: 4 }),
    ),
  }));
  fc.assert(
    fc.property(body, (value) => {
      try {
        const { kind, typed } = readPurgeBody(value);
        expect(kind === "everything" || typed.length > 0).toBe(true);
      } catch (error) {
        if (!(error instanceof GatewayError)) throw error;
        expect([1012, 1013, 1014, 1092]).toContain(error.errors[0]?.code);
      }
    }),
    { numRuns: 2_000 },
  );
});
