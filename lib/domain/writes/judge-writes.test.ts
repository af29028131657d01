import { expect, test } from "vitest";
import { type JudgedPurge, type JudgedWrite, judgeWrites } from "./judge-writes";

const at = (seconds: number) => new Date(Date.UTC(2026, 2, 1, 12) + seconds * 1_000);
const trace = "4bf92f3577b34da6a3ce929d0e0e4736";

function write(seconds: number, over: Partial<JudgedWrite> = {}): JudgedWrite {
  const base = { id: "w", phase: "committed" as const, at: at(seconds), traceId: trace };
  return { ...base, tags: ["invoice:1"], paths: ["/billing"], ...over };
}
function purge(seconds: number, over: Partial<JudgedPurge> = {}): JudgedPurge {
  return {
    id: "p",
    traceId: trace,
    status: "accepted",
    requestedAt: at(seconds),
    startedAt: at(seconds),
    targets: ["invoice:1"],
    paths: [],
    pathPrefixes: [],
    coversTenant: false,
    ...over,
  };
}
const failed = { phase: "failed" as const };
const untraced = { traceId: null };
const waiting = { startedAt: null, status: "queued" as const };
const cancelled = { startedAt: null, status: "cancelled" as const };

const cases: [string, JudgedWrite[], JudgedPurge[], number, string[]][] = [
  ["committed, then purged", [write(0)], [purge(1)], 600, []],
  ["purged at the same moment", [write(0)], [purge(0)], 600, []],
  ["purged before, within the tolerance", [write(2)], [purge(0)], 600, []],
  ["purged before, beyond the tolerance", [write(2.001)], [purge(0)], 600, ["early"]],
  ["purged before and again after", [write(10)], [purge(0), purge(11)], 600, []],
  ["purged before, the next one waits", [write(10)], [purge(0), purge(9, waiting)], 600, []],
  ["purged long before in one trace", [write(600)], [purge(0)], 700, ["early"]],
  ["retried after the commit", [write(5)], [purge(0, { startedAt: at(6) })], 600, []],
  ["no purge, not long yet", [write(0)], [], 60, []],
  ["no purge, too long", [write(0)], [], 60.001, ["missing"]],
  ["a cancelled purge is none", [write(0)], [purge(1, cancelled)], 61, ["missing"]],
  ["a purge that waits is on its way", [write(0)], [purge(1, waiting)], 600, []],
  [
    "a purge in time that failed is a failure",
    [write(0)],
    [purge(1, { status: "failed" })],
    600,
    [],
  ],
  ["a purge just in time", [write(0)], [purge(60)], 600, []],
  ["a purge that came late", [write(0)], [purge(61)], 600, ["missing"]],
  ["began, and no end is known", [write(0, { phase: "began" })], [purge(1)], 600, []],
  ["failed, nothing purged", [write(0, failed)], [], 600, []],
  ["failed, then purged", [write(0, failed)], [purge(3)], 600, ["after_failure"]],
  ["failed, purged within the tolerance", [write(2, failed)], [purge(0)], 600, ["after_failure"]],
  ["purged, then failed", [write(9, failed)], [purge(0)], 600, []],
  ["failed, the purge too", [write(0, failed)], [purge(3, { status: "failed" })], 600, []],
  ["failed, the purge waits", [write(0, failed)], [purge(1, waiting)], 600, []],
  ["failed, tried again with success", [write(0, failed), write(2)], [purge(3)], 600, []],
  ["other trace, same tag, near", [write(0, untraced)], [purge(1)], 600, []],
  ["other trace, same tag, early", [write(30, untraced)], [purge(0)], 600, ["early"]],
  ["other trace, a minute early", [write(61, untraced)], [purge(0)], 600, ["missing"]],
  ["other trace, too late to belong", [write(0, untraced)], [purge(301)], 600, ["missing"]],
  [
    "other trace, another tag",
    [write(0, untraced)],
    [purge(1, { targets: ["invoice:2"] })],
    600,
    ["missing"],
  ],
  [
    "other trace, same path",
    [write(0, untraced)],
    [purge(1, { targets: ["https://a.example/billing"], paths: ["/billing"] })],
    600,
    [],
  ],
  [
    "other trace, a prefix of the path",
    [write(0, untraced)],
    [purge(1, { targets: ["a.example/bill"], pathPrefixes: ["/bill"] })],
    600,
    [],
  ],
  [
    "the tenant's own tag covers all",
    [write(0, untraced)],
    [purge(1, { targets: ["tenant:42"], coversTenant: true })],
    600,
    [],
  ],
  [
    "a trace with a purge joins no others",
    [write(0)],
    [purge(-10), purge(1, { traceId: "other", id: "q" })],
    600,
    ["early"],
  ],
  [
    "failed without a trace, its neighbour's purge is excused",
    [write(0, { ...failed, ...untraced }), write(1, { ...untraced, id: "v" })],
    [purge(2)],
    600,
    [],
  ],
];

test.each(cases)("%s", (_, writes, purges, now, codes) => {
  expect(judgeWrites(writes, purges, at(now)).map(({ code }) => code)).toEqual(codes);
});

test("says which, how much, and what tolerance it goes by", () => {
  expect(judgeWrites([write(4.2)], [purge(0)], at(9))).toEqual([
    {
      code: "early",
      writeId: "w",
      purgeId: "p",
      text: expect.stringMatching(
        /started 4\.2 s before .* less than 2\.0 s is not counted/,
      ) as string,
    },
  ]);
  expect(judgeWrites([write(0)], [], at(90))[0]?.text).toContain("within 1 min");
  expect(judgeWrites([write(0)], [purge(180)], at(300))[0]).toMatchObject({
    purgeId: "p",
    text: expect.stringContaining("it came only after 3 min") as string,
  });
});
