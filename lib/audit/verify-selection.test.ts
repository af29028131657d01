import { describe, expect, test } from "vitest";
import { checkExport } from "@/prisma/testing/check-export";
import { makeEntry, makeRecord } from "@/prisma/testing/made-record";
import { linkLine, linkText, sha256 } from "./digests";
import { entryText } from "./entry-text";

const { record, key } = makeRecord(300, 10);
const trusted = [key.publicKey];
const { lines, seals } = record;
const at = (seq: number) => lines[seq - 1] ?? "";

describe("a whole export passed off as a selection", () => {
  // As somebody does it who has the file: an entry out, another first line, and a last line that fits both.
  const passedOff = (filter: unknown) =>
    checkExport(
      record.export({ filter, lines: lines.filter((line) => line !== at(150)) }),
      trusted,
      seals,
    );

  test.each([
    ["nothing", {}],
    ["a list", []],
    ["a text", ""],
    ["a number", 0],
    ["no", false],
    ["what nothing can be filtered by", { everything: true }],
    ["a known field with an unknown word", { outcome: "all" }],
    ["a known field and another", { outcome: "done", more: 1 }],
  ])("by %s: it is a break, and the missing entry is found", async (_what, filter) => {
    const { told: breaks, found, extent } = await passedOff(filter);
    expect(breaks).toEqual(["unreadable line 1", "missing entry 150"]);
    expect(found[0]?.message).toBe("it says neither a whole export nor a selection");
    expect(extent.isSelection).toBe(false);
  });

  test("by a real filter: there is no break, and it is called a selection", async () => {
    const { told: breaks, extent } = await passedOff({ outcome: "done" });
    expect(breaks).toEqual([]);
    expect(extent.isSelection).toBe(true);
  });
});

describe("a selection that a console signed", () => {
  const filter = { outcome: "done" };
  const chosen = lines.filter((_line, n) => n % 3 === 0);
  const signed = record.export({ lines: chosen, filter, signs: true });
  const judged = (text: string, keys = trusted) => checkExport(text, keys, seals);
  const outOf = (text: string, line: string) => text.replace(`${line}\n`, "");
  const counting = (text: string, entries: number) =>
    text.replace(/"entries":\d+,"head":"(\w{64})"\}\}\n$/, `"entries":${entries},"head":"$1"}}\n`);

  test("names who made it, and is still a selection", async () => {
    const { told: breaks, extent } = await judged(signed);
    expect(breaks).toEqual([]);
    expect(extent).toMatchObject({ isSelection: true, signedBy: key.id, entries: 100 });
    const none = await judged(record.export({ lines: [], filter, signs: true }));
    expect(none.told).toEqual([]);
    expect(none.extent).toMatchObject({ signedBy: key.id, entries: 0 });
  });

  test.each<[string, () => string, string]>([
    ["an entry taken out", () => counting(outOf(signed, at(7)), 99), "selection line 102"],
    [
      "an entry of somebody's own making",
      () => {
        const { prev } = JSON.parse(at(7)) as { prev: string };
        const text = linkText(7, prev, entryText(makeEntry(7, { reason: "another" })));
        return signed.replace(at(7), linkLine(sha256(text), text));
      },
      "selection line 103",
    ],
    [
      "another filter",
      () => {
        const head = (filter: unknown) => record.export({ lines: [], filter }).split("\n")[0] ?? "";
        const [was, is] = [head(filter), head({ outcome: "refused" })];
        return signed
          .replace(was, is)
          .replace(
            `"entries":100,"head":"${sha256(was)}"}}`,
            `"entries":100,"head":"${sha256(is)}"}}`,
          );
      },
      "selection line 103",
    ],
  ])("%s is told", async (_what, text, where) => {
    const { told: breaks, extent } = await judged(text());
    expect(breaks).toContain(where);
    expect(extent.signedBy).toBeNull();
  });

  test("by a key that nobody trusts: by nobody", async () => {
    const forger = makeRecord(300, 10);
    const text = forger.record.export({
      lines: chosen,
      filter,
      signs: true,
      seals: seals.slice(-1),
    });
    const { told: breaks, found, extent } = await judged(text);
    expect(breaks).toEqual(["selection line 103"]);
    expect(found[0]?.message).toMatch(/which is not trusted/);
    expect(extent.signedBy).toBeNull();
  });

  test("a whole export has no such line, and two are one too many", async () => {
    const line = signed.split("\n").find((one) => one.startsWith('{"selection":')) ?? "";
    const whole = record.export().replace('{"end":', () => `${line}\n{"end":`);
    expect((await judged(whole)).told).toEqual(["unreadable line 303"]);
    const twice = signed.replace(line, `${line}\n${line}`);
    expect((await judged(twice)).told).toEqual(["unreadable line 104"]);
  });
});
