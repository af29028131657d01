import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkExport } from "@/prisma/testing/check-export";
import { makeEntry, makeKey, makeRecord, MadeRecord } from "@/prisma/testing/made-record";
import { linkLine, linkText, sha256 } from "./digests";
import { entryText } from "./entry-text";
import { signLine } from "./seal";

const { record, key } = makeRecord(300, 10);
const trusted = [key.publicKey];
const { lines, seals } = record;
const told = async (changed: string[], copies: readonly string[] = seals) =>
  (await checkExport(record.export({ lines: changed }), trusted, copies)).told;
const at = (seq: number) => lines[seq - 1] ?? "";
const replaced = (seq: number, line: string) => lines.with(seq - 1, line);

test("a clean record has no break, and is said to be sealed to its end", async () => {
  const { extent, told: breaks } = await checkExport(record.export(), trusted, seals);
  expect(breaks).toEqual([]);
  expect(extent).toMatchObject({ entries: 300, lastSeq: 300, sealedTo: 300, seals: 31 });
});

describe("found, and where", () => {
  test("a byte of an entry", async () => {
    expect(await told(replaced(17, at(17).replace("invoice:17", "invoice:18")))).toEqual([
      "changed entry 17",
    ]);
  });

  test("a time", async () => {
    const changed = replaced(17, at(17).replace("12:00:17.000Z", "11:00:17.000Z"));
    expect(await told(changed)).toEqual(["changed entry 17"]);
  });

  test.each([
    ["the first", 1, ["missing entry 1"]],
    ["one in the middle", 150, ["missing entry 150"]],
    ["the last", 300, ["cut entry 300"]],
  ])("an entry that was removed: %s", async (_what, seq, expected) => {
    expect(await told(lines.filter((line) => line !== at(seq)))).toEqual(expected);
  });

  test("the last hundred cut off", async () => {
    expect(await told(lines.slice(0, 200))).toEqual(["cut entries 201 to 300"]);
  });

  test("two that changed places", async () => {
    const swapped = lines.with(49, at(51)).with(50, at(50));
    expect(await told(swapped)).toEqual(["missing entry 50", "order entry 50"]);
  });

  test("two with one place", async () => {
    expect(await told(lines.toSpliced(50, 0, at(50)))).toEqual(["order entry 50"]);
  });

  test("all of several, far from each other", async () => {
    const changed = replaced(17, at(17).replace("ZD-17", "ZD-71")).filter(
      (line) => line !== at(90) && line !== at(210),
    );
    expect(await told(changed)).toEqual([
      "changed entry 17",
      "missing entry 90",
      "missing entry 210",
    ]);
  });
});

/** The record as somebody rewrites it who has the database and no key: links right, from a place on. */
function rewritten(from: number, change: (rows: ReturnType<typeof makeEntry>[]) => void): string[] {
  const rows = Array.from({ length: 300 }, (_, n) => makeEntry(n + 1));
  change(rows);
  const forged = new MadeRecord();
  for (const row of rows) forged.add(row);
  expect(forged.lines[from - 2]).toBe(lines[from - 2]);
  return forged.lines;
}

test("the whole chain rewritten from an entry on: between which seals", async () => {
  const changed = rewritten(123, (rows) => (rows[122] = makeEntry(123, { reason: "another" })));
  expect(await told(changed)).toEqual(["rewritten entries 121 to 130"]);
});

test("an entry put in between, with all links made anew", async () => {
  const changed = rewritten(123, (rows) => rows.splice(122, 0, makeEntry(500)));
  expect(await told(changed)).toEqual(["rewritten entries 121 to 130"]);
});

test("an entry put in place of another with right links of its own", async () => {
  const { prev } = JSON.parse(at(17)) as { prev: string };
  const text = linkText(17, prev, entryText(makeEntry(17, { reason: "another" })));
  expect(await told(replaced(17, linkLine(sha256(text), text)))).toEqual(["link entry 18"]);
});

describe("seals", () => {
  const withSeals = async (copies: string[], own = copies.slice(-1)) =>
    (await checkExport(record.export({ seals: own }), trusted, copies)).told;

  test("signed anew with another key", async () => {
    const forger = makeRecord(300, 10, makeKey()).record;
    expect(await withSeals(forger.seals)).toEqual([
      ...Array.from({ length: 30 }, (_, n) => `seal seal ${n + 1}`),
      "seal seal 30",
      "seal seals",
    ]);
  });

  test("one that was dropped", async () => {
    expect(await withSeals(seals.filter((_, n) => n !== 16))).toEqual(["seal seal 17"]);
  });

  test("an old one in place of the newest", async () => {
    const replay = [...seals.slice(0, 12), seals[5] ?? ""];
    expect(await withSeals(replay, [seals[5] ?? ""])).toEqual(["seal seals"]);
  });

  test("one whose words were changed", async () => {
    const changed = seals.with(20, (seals[20] ?? "").replace('"seq":210', '"seq":200'));
    expect(await withSeals(changed)).toEqual(["seal seal 21", "seal seal 22"]);
  });

  test("without any, nothing is confirmed and that is said", async () => {
    expect(await withSeals([], [])).toEqual(["seal seals"]);
  });

  test("an equal one that stands twice says nothing else", async () => {
    expect(await withSeals([...seals, ...seals.slice(4)])).toEqual([]);
  });
});

test("a key that was handed over to is trusted, one that was not is not", async () => {
  const { record: log, key: first } = makeRecord(20, 10);
  const second = makeKey();
  const next = second.publicKey.export({ type: "spki", format: "pem" }) as string;
  const says = { v: 1 as const, key: first.id, next, at: "2026-11-29T13:00:00.000Z" };
  log.useKey(second);
  log.add(makeEntry(21));
  log.seal([signLine("handover", says, first.privateKey)]);
  expect((await checkExport(log.export(), [first.publicKey], log.seals)).told).toEqual([]);
  const forged = [...log.seals];
  log.seals = log.seals.slice(0, 2);
  log.seal([signLine("handover", says, second.privateKey)]);
  expect((await checkExport(log.export(), [first.publicKey], log.seals)).told).toContain(
    "seal seal 3",
  );
  expect(forged).toHaveLength(3);
});

test("a signed stub stands for what retention removed, one of somebody else does not", async () => {
  const digest = (JSON.parse(at(100)) as { digest: string }).digest;
  const kept = lines.slice(100);
  const stub = record.stub(100, digest);
  const { told: clean, extent } = await checkExport(
    record.export({ lines: kept, stub }),
    trusted,
    seals,
  );
  expect(clean).toEqual([]);
  expect(extent).toMatchObject({ removedTo: 100, lastSeq: 300 });
  const forged = new MadeRecord(makeKey()).stub(100, digest);
  const { told: breaks } = await checkExport(
    record.export({ lines: kept, stub: forged }),
    trusted,
    seals,
  );
  expect(breaks).toEqual(["stub line 2", "missing entries 1 to 100"]);
});

test("of 1,000 flipped bits each is found", async () => {
  const { record: small, key: own } = makeRecord(40, 10);
  const bytes = Buffer.from(small.export());
  let missed = 0;
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(7), async (byte, bit) => {
      const flipped = Buffer.from(bytes);
      flipped[byte] = (flipped[byte] ?? 0) ^ (1 << bit);
      const { found } = await checkExport(flipped, [own.publicKey], small.seals);
      if (found.length === 0) missed += 1;
      return found.length > 0;
    }),
    { numRuns: 1_000 },
  );
  expect(missed).toBe(0);
}, 120_000);

test.each([
  ["empty", ""],
  ["with other ends of lines", record.export().replaceAll("\n", "\r\n")],
])("of a file that is %s nobody is told that the record was replaced", async (_what, text) => {
  const { found } = await checkExport(text, trusted, seals);
  expect(found[0]).toMatchObject({ kind: "unreadable", where: "line 1" });
  const of = found.filter(({ where }) => where === "seals").map(({ message }) => message);
  expect(of[0]).toMatch(/of which record the export is, its first line does not say$/);
  expect(of.join()).not.toContain("replaced");
});

test("an export that breaks off is not taken for a whole one", async () => {
  const text = record.export();
  const cut = text.slice(0, text.lastIndexOf('{"end"'));
  expect((await checkExport(cut, trusted, seals)).told).toEqual(["unreadable the end"]);
});

test("awkward JSON and hostile text are one line each, and their bytes are what counts", async () => {
  const awkward = new MadeRecord(key);
  const details = [
    '{"b":1,"a":2,"b":3}',
    '{"n":12345678901234567890.10,"e":1E400,"z":-0}',
    '{"s":"\\u0041\\ud83d\\ude00\\/"}',
    '{ "space" : [ ] }',
    "not JSON at all",
  ];
  const texts = [
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@x",
    "\t",
    "a\r\nb",
    "\u0000",
    "\u2028",
    '"}\n{"',
  ];
  details.forEach((one, n) => awkward.add(makeEntry(n + 1, { details: one })));
  texts.forEach((one, n) => awkward.add(makeEntry(n + 10, { reason: one, summary: one })));
  awkward.seal();
  const text = awkward.export();
  expect(text.split("\n")).toHaveLength(details.length + texts.length + 4);
  expect((await checkExport(text, trusted, awkward.seals)).told).toEqual([]);
  const entries = awkward.lines.map(
    (line) => (JSON.parse(line) as { entry: { details: string; reason: string } }).entry,
  );
  expect(entries.slice(0, 5).map((entry) => entry.details)).toEqual(details);
  expect(entries.slice(5).map((entry) => entry.reason)).toEqual(texts);
});
