import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { RiskTierId } from "@/lib/schemas/purge-policy";
import type {
  ComparisonEvidence,
  OriginEvidence,
  ProbeEvidence,
  VariantEvidence,
} from "./evidence";
import { judgeComparison } from "./judge-comparison";

const epoch = Date.parse("2026-03-01T12:00:00Z");
const at = (seconds: number) => new Date(epoch + seconds * 1000);

/** By how many seconds the edge's clock is ahead; null: it sends no Date. */
type EdgeClock = (seconds: number) => number | null;

/** Reads "3 HIT 108 old @AMS #de !503". */
function readProbe(text: string, edgeClock: EdgeClock): ProbeEvidence {
  const [when = "", status = "", ...rest] = text.trim().split(" ");
  const marked = (mark: string) => rest.find((word) => word.startsWith(mark))?.slice(1);
  const plain = rest.filter((word) => !/^[@#!]/.test(word));
  const age = plain.find((word) => /^\d+$/.test(word));
  const seconds = Number(when);
  const ahead = edgeClock(seconds);
  const silent = status === "none";
  const colo = marked("@") ?? "FRA";
  return {
    startedAt: at(seconds),
    httpStatus: silent ? null : Number(marked("!") ?? 200),
    cacheStatus: silent || status === "-" ? null : status,
    age: age === undefined ? null : Number(age),
    ttfbMs: silent ? null : 20,
    colo: silent || colo === "?" ? null : colo,
    variant: marked("#") ?? null,
    fingerprint: plain.find((word) => !/^\d+$/.test(word)) ?? null,
    edgeDate: ahead === null ? null : at(Math.floor(seconds + 0.01 + ahead)),
    error: silent ? "The edge did not answer." : null,
  };
}

/** Reads "origin -5 old 3 new #de tags page:help"; the answers are one after the other. */
function readOrigin(words: string): OriginEvidence[] {
  const [, said] = /origin ((?:-?[\d.]+ \w+(?: #\w+)? ?)+)/.exec(words) ?? [];
  const tags = /tags (\S+)/.exec(words)?.[1]?.split("+") ?? [];
  return [...(said ?? "").matchAll(/(-?[\d.]+) (\w+)(?: #(\w+))?/g)].map(
    ([, when, fingerprint = "", variant]) => ({
      startedAt: at(Number(when)),
      variant: variant ?? null,
      fingerprint,
      tags,
    }),
  );
}

/** Reads "variants de covered, fr left unprobed"; the default one is named by what stands first. */
function readVariants(words: string): VariantEvidence[] {
  const [, said] = /variants (.*)$/.exec(words) ?? [];
  if (said === undefined) return [];
  return said.split("+").map((one) => {
    const [name = "", coverage, unprobed] = one.trim().split(" ");
    return {
      name: name === "default" ? null : name,
      canProbe: unprobed === undefined,
      coverage: coverage as VariantEvidence["coverage"],
    };
  });
}

/** Reads "tier everything"; what is not said is the affected tenant's own. */
function readTier(words: string): RiskTierId {
  return (/tier (\w+)/.exec(words)?.[1] ?? "tenant") as RiskTierId;
}

interface Row {
  name: string;
  evidence: ComparisonEvidence;
  expected: { outcome: string; code: string; confidence: string };
  /** "default fresh, de old"; empty: the page has one copy, or it is not said. */
  each: string;
}

function readRow(cells: string[]): Row {
  const [name, affected, control, beside, outcome, code, confidence, each] = cells;
  const words = beside ?? "";
  const seconds = (pattern: RegExp) => {
    const found = pattern.exec(words)?.[1];
    return found === undefined ? null : Number(found);
  };
  const set = seconds(/edge set by (\d+)/);
  const ahead = seconds(/edge \+(\d+)/) ?? 0;
  const edgeClock: EdgeClock = (when) => {
    if (words.includes("no Date")) return null;
    return set !== null && when > 0 ? set : ahead;
  };
  const probes = (text = "") => text.split(",").map((one) => readProbe(one, edgeClock));
  const newer = /newer (write|purge) (\d+)/.exec(words);
  const write = seconds(/write (-?\d+)/);
  return {
    name: name ?? "",
    evidence: {
      affected: { slug: "acme", probes: probes(affected) },
      control: control === "none" ? null : { slug: "globex", probes: probes(control) },
      purge: words.includes("no purge")
        ? null
        : {
            method: words.includes("invalidate") ? "invalidate" : "purge",
            sentAt: at(0),
            acceptedAt: at(0.1),
            targets: "tenant:42",
            covers: words.includes("other page") ? false : words.includes("by URL") ? true : null,
            tags: words.includes("by URL") ? [] : ["tenant:42"],
            tier: readTier(words),
          },
      controlReached: words.includes("control purged"),
      tieredCache: words.includes("tiered"),
      write:
        newer !== null || write === null
          ? null
          : { committedAt: at(write), early: words.includes("early") },
      newer:
        newer === null ? null : { kind: newer[1] as "write" | "purge", at: at(Number(newer[2])) },
      origin: readOrigin(words),
      variants: readVariants(words),
    },
    each: each ?? "",
    expected: { outcome: outcome ?? "", code: code ?? "", confidence: confidence ?? "" },
  };
}

function readTable(): Row[] {
  const text = readFileSync(new URL("../../../docs/verdicts.md", import.meta.url), "utf8");
  const lines = text.slice(text.indexOf("## The cases")).split("\n");
  return lines
    .filter((line) => line.startsWith("|") && !/^\| (case |-)/.test(line))
    .map((line) =>
      readRow(
        line
          .split("|")
          .slice(1, -1)
          .map((cell) => cell.trim()),
      ),
    );
}

const table = readTable();

test("the table has every verdict, and no case twice", () => {
  expect(new Set(table.map(({ name }) => name)).size).toBe(table.length);
  expect(new Set(table.map(({ expected }) => expected.code))).toEqual(
    new Set([
      ...["pending", "isolated", "verified", "refilled", "unchanged", "old_content"],
      ...["not_purged", "too_broad", "wide", "not_cached", "superseded", "not_comparable"],
    ]),
  );
});

test.each(table)("$name", ({ evidence, expected, each }) => {
  const said = judgeComparison(evidence);
  const { outcome, code, confidence, summary, reasons, missing, variants } = said;
  expect({ outcome, code, confidence }, JSON.stringify(reasons)).toEqual(expected);
  const results = variants.map(({ name, result }) => `${name ?? "default"} ${result}`);
  expect(results.join(", "), JSON.stringify(reasons)).toBe(each);
  expect(summary.length).toBeGreaterThan(20);
  if (outcome === "cannot_tell" && code !== "too_broad") expect(missing).not.toEqual([]);
});

const reasonsOf = (name: string) => {
  const row = table.find((one) => one.name === name);
  if (row === undefined) throw new Error(`The table has no case "${name}".`);
  return judgeComparison(row.evidence).reasons.join("\n");
};

test("a copy that no probe has filled is said to be somebody else's; a probe on its way is named as neither", () => {
  const refilled = reasonsOf("HIT of a copy filled after the purge");
  expect(refilled).toContain("No probe since the purge met the origin: a visitor of acme, or");
  expect(reasonsOf("MISS, then HIT of the new copy")).not.toContain("No probe since the purge");
  expect(reasonsOf("a probe on its way met the origin, moments before the answer")).toMatch(
    /acme: MISS .* \(on its way when the purge was sent: neither\)/,
  );
});

test("each data centre's answer before the purge stands beside its own after it", () => {
  const row = table.find(({ name }) => name === "two data centres, both fresh");
  if (row === undefined) throw new Error("the case is gone");
  const { reasons } = judgeComparison(row.evidence);
  const of = (colo: string) =>
    reasons.filter((one) => /^acme: (HIT|MISS).* in /.test(one) && one.includes(` in ${colo} `));
  expect(of("FRA")).toEqual([
    "acme: HIT, Age 100 s in FRA at 11:59:55 UTC (before)",
    "acme: MISS in FRA at 12:00:03 UTC (after)",
  ]);
  expect(of("AMS")).toEqual([
    "acme: HIT, Age 90 s in AMS at 11:59:55 UTC (before)",
    "acme: MISS in AMS at 12:00:03 UTC (after)",
  ]);
});
