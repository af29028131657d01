import fc from "fast-check";
import { practiceZones } from "@/prisma/practice/world";
import { expect, test } from "./fixtures";
import { makeToken } from "./support/service-api";

const [main] = practiceZones;
const address = `/client/v4/zones/${main.id}/purge_cache`;
const many = 300;

interface Envelope {
  success: boolean;
  errors: { code: number; message: string }[];
  messages: unknown[];
  result: { id: string } | null;
}

const deep = (text: string, times: number) => text.repeat(times);
const mebibyte = 1024 * 1024;

/** Bytes that somebody might send on purpose, and the status that they are answered with. */
const written: [string, string | Buffer, number][] = [
  ["nothing", "", 400],
  ["no JSON", "tags=a", 400],
  ["half of it", '{"tags":["a"', 400],
  ["two of it", '{"tags":["a"]}{"tags":["b"]}', 400],
  ["no UTF-8", Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]), 400],
  ["a byte order mark in the middle", '{"tags":["a\ufeff"]}', 400],
  ["NUL", '{"tags":["a\\u0000b"]}', 400],
  ["a lone surrogate", '{"tags":["\\ud800"]}', 400],
  ["a lone surrogate as key", '{"\\udfff":["a"]}', 400],
  ["a huge number", `{"tags":[1e${deep("9", 100_000)}]}`, 400],
  ["arrays a million deep", `{"tags":${deep("[", 1_000_000)}${deep("]", 1_000_000)}}`, 400],
  ["objects 200,000 deep", `${deep('{"a":', 200_000)}1${deep("}", 200_000)}`, 400],
  ["a prototype", '{"__proto__":{"tags":["a"]}}', 400],
  ["a prototype as headers", '{"files":[{"url":"https://a.b/","__proto__":{"a":"x"}}]}', 400],
  ["a key of a megabyte", `{"${deep("k", mebibyte)}":1}`, 400],
  ["a tag of a megabyte", `{"tags":["${deep("t", mebibyte)}"]}`, 400],
  ["200,000 tags", JSON.stringify({ tags: Array.from({ length: 200_000 }, () => "t") }), 400],
  ["the field twice, once wrong", '{"tags":["a"],"tags":7}', 400],
  ["5 MB", `{"tags":["${deep("t", 5_000_000)}"]}`, 413],
];

test("whatever is sent is answered in the envelope, never with a 5xx, and nothing is half done", async ({
  apiAs,
  stranger,
}) => {
  // Seconds on a free machine; hundreds of requests take longer on one that builds meanwhile.
  test.setTimeout(180_000);
  const admin = await apiAs("admin");
  const { secret } = await makeToken(admin, { selectorKinds: ["files"] });
  const post = async (data: string | Buffer, headers: Record<string, string> = {}) => {
    const answer = await stranger.post(address, {
      headers: { Authorization: `Bearer ${secret}`, "Content-Type": "text/plain", ...headers },
      data: Buffer.from(data),
    });
    return { status: answer.status(), envelope: (await answer.json()) as Envelope };
  };
  const stated = (what: string, { status, envelope }: Awaited<ReturnType<typeof post>>) => {
    expect(status, what).toBeGreaterThanOrEqual(400);
    expect(status, what).toBeLessThan(500);
    expect(envelope, what).toMatchObject({ success: false, messages: [], result: null });
    const [error] = envelope.errors;
    expect(error?.code, what).toBeGreaterThanOrEqual(971);
    expect(error?.message, what).not.toBe("");
    expect(JSON.stringify(envelope).length, what).toBeLessThan(100_000);
  };
  const before = await admin.get<{ items: { id: string }[] }>("/purges?limit=1");

  for (const [what, data, status] of written) {
    const key = { "Idempotency-Key": crypto.randomUUID() };
    for (const headers of [{}, key]) {
      const answer = await post(data, headers);
      stated(what, answer);
      expect(answer.status, what).toBe(status);
    }
  }
  for (const [name, value] of [
    ["X-Purge-Source", "elsewhere"],
    ["X-Purge-Reason", "r".repeat(501)],
    ["X-Purge-Tenant", "t".repeat(201)],
    ["Idempotency-Key", "short"],
  ] as const) {
    const answer = await post('{"files":["https://acme.practice.localhost/"]}', { [name]: value });
    stated(name, answer);
    expect(answer.envelope.errors[0]?.message.toLowerCase()).toContain(name.toLowerCase());
  }

  // Of what is made up none may be purged: this token is for URLs, and these are none.
  const names = ["tags", "hosts", "prefixes", "files", "purge_everything", "headers", "url"];
  const { body } = fc.letrec((tie) => ({
    body: fc.oneof(
      { maxDepth: 4 },
      fc.oneof(fc.string({ unit: "binary" }), fc.double(), fc.boolean(), fc.constant(null)),
      fc.array(tie("body"), { maxLength: 4 }),
      fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), tie("body"), { maxKeys: 4 }),
    ),
  }));
  const texts = fc.sample(
    fc.oneof(
      body.map((value) => JSON.stringify(value)),
      fc.string({ unit: "binary" }),
    ),
    { numRuns: many, seed: 7 },
  );
  for (let at = 0; at < texts.length; at += 20) {
    const part = texts.slice(at, at + 20);
    const answers = await Promise.all(part.map((text) => post(text)));
    // The token's own calls may be used up: that is an answer like any other.
    answers.forEach((answer, index) => {
      stated(part[index] ?? "", answer);
    });
  }
  const after = await admin.get<{ items: { id: string }[] }>("/purges?limit=1");
  expect(after.items[0]?.id).toBe(before.items[0]?.id);
});

test("addresses that somebody made up lead nowhere", async ({ apiAs, stranger }) => {
  const { secret } = await makeToken(await apiAs("admin"));
  const headers = { Authorization: `Bearer ${secret}` };
  for (const zone of ["%00", "x", "..%2f..", "%F0%9F%A6%84", "a".repeat(2_000), "'%20OR%201=1"]) {
    for (const rest of ["/purge_cache", "/environments/%00/purge_cache"]) {
      const answer = await stranger.post(`/client/v4/zones/${zone}${rest}`, {
        headers,
        data: { tags: ["a"] },
      });
      expect(answer.status(), `${zone}${rest}`).toBe(404);
      expect(await answer.json()).toMatchObject({ success: false, errors: [{ code: 7003 }, {}] });
    }
  }
  for (const query of ["name=%00", "per_page=1e9&page=-1", `name=${"a".repeat(5_000)}`]) {
    const answer = await stranger.get(`/client/v4/zones?${query}`, { headers });
    expect(answer.status(), query).toBe(200);
  }
});
