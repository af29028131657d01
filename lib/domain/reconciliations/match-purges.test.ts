import { describe, expect, it } from "vitest";
import type { LoggedPurge } from "@/lib/edge/audit-log";
import { toleranceMs } from "@/lib/schemas/reconciliations";
import { matchPurges, type MatchInput, type SentCall } from "./match-purges";

const start = Date.parse("2026-11-20T00:00:00Z");
const at = (seconds: number) => new Date(start + seconds * 1_000);
const zoneId = "a".repeat(32);

const call = (over: Partial<SentCall> = {}): SentCall => ({
  ...{ id: "call", purgeId: "purge", zoneId, startedAt: at(100), finishedAt: at(101) },
  ...{ outcome: "accepted", ray: "8f0a1b2c3d4e5f60", kind: "tags", targets: ["tenant:42"] },
  ...{ reportedBy: null, ...over },
});
const entry = (over: Partial<LoggedPurge> = {}): LoggedPurge => ({
  ...{ id: "log", at: at(100), zoneId, zoneName: "example.com", ray: "8f0a1b2c3d4e5f60" },
  ...{ succeeded: true, status: 200, request: { tags: ["tenant:42"] }, actor: "token billing" },
  ...over,
});
const match = (logged: LoggedPurge[], calls: SentCall[], over: Partial<MatchInput> = {}) =>
  matchPurges({
    ...{ from: at(0), to: at(3_600), logged, calls, readAt: at(90_000) },
    readToOf: () => at(3_600 + toleranceMs / 1_000),
    ...over,
  });
const kinds = (result: ReturnType<typeof match>) => result.findings.map(({ kind }) => kind);

describe("what both sides have", () => {
  it("is matched by cf-ray within the tolerance, and by nothing beyond it", () => {
    expect(match([entry()], [call()])).toMatchObject({ findings: [], counts: { matched: 1 } });
    const late = entry({ at: new Date(at(101).getTime() + toleranceMs) });
    expect(match([late], [call()]).counts).toMatchObject({ matched: 1 });
    const tooLate = entry({ at: new Date(at(101).getTime() + toleranceMs + 1) });
    // A ray is not guaranteed to be unique: so far apart they are two purges.
    expect(kinds(match([tooLate], [call()]))).toEqual(["not_sent_here", "not_in_log"]);
  });

  it("is matched by ray where the log says no time", () => {
    expect(match([entry({ at: null })], [call()])).toMatchObject({ findings: [] });
  });

  it("is told apart when a service reported it", () => {
    const { counts, findings } = match([entry()], [call({ reportedBy: "billing" })]);
    expect(findings).toEqual([]);
    expect(counts).toMatchObject({ matched: 0, reported: 1 });
  });

  it("counts once: of two entries with one ray the other was not sent here", () => {
    const result = match([entry(), entry({ id: "log 2" })], [call()]);
    expect(kinds(result)).toEqual(["not_sent_here"]);
  });
});

describe("where one side has no cf-ray", () => {
  it("zone, content and time decide, and it says so", () => {
    const result = match([entry({ ray: null, at: at(130) })], [call()]);
    expect(kinds(result)).toEqual(["by_time_only"]);
    expect(result.findings[0]?.note).toBe(
      "The log has no cf-ray; zone, content and time fit, 29 s apart. Cloudflare says that it worked.",
    );
    expect(result.counts).toMatchObject({ matched: 0, byTimeOnly: 1, notInLog: 0, notSentHere: 0 });
  });

  it("other content, another zone or another time is another purge", () => {
    for (const other of [
      { request: { tags: ["tenant:43"] } },
      { request: { purge_everything: true } },
      { zoneId: "b".repeat(32) },
      { at: at(101 + toleranceMs / 1_000 + 1) },
    ]) {
      const result = match([entry({ ray: null, ...other })], [call()]);
      expect(kinds(result), JSON.stringify(other)).toEqual(["not_sent_here", "not_in_log"]);
    }
  });

  it("case and order of tags do not matter; content that is not said fits any", () => {
    const sent = call({ targets: ["tenant:42", "Page:Home"] });
    const request = { tags: ["page:home", "TENANT:42"] };
    expect(kinds(match([entry({ ray: null, request })], [sent]))).toEqual(["by_time_only"]);
    const silent = match([entry({ ray: null, request: null })], [sent]);
    expect(silent.findings[0]?.note).toContain("zone and time fit");
  });

  it("a call without an answer is settled by what the log says", () => {
    const lost = call({ outcome: "unknown", ray: null });
    const carriedOut = match([entry({ ray: "0123456789abcdef" })], [lost]);
    expect(carriedOut.findings[0]).toMatchObject({ kind: "by_time_only" });
    expect(carriedOut.findings[0]?.note).toContain("The console got no cf-ray");
    const failed = match([entry({ ray: "0123456789abcdef", succeeded: false })], [lost]);
    expect(failed.findings[0]?.note).toContain("says that it failed");
  });
});

describe("what one side alone has", () => {
  it("names a purge past the console with who it was", () => {
    const { findings, counts } = match([entry()], []);
    expect(findings).toMatchObject([
      { kind: "not_sent_here", what: "tags tenant:42", actor: "token billing", purgeId: null },
    ]);
    expect(counts).toMatchObject({ notSentHere: 1, sent: 0 });
  });

  it("leaves out what failed in the log, and says when the log does not say whether it worked", () => {
    const failed = match([entry({ succeeded: false })], []);
    expect(failed).toMatchObject({ findings: [], counts: { failedInLog: 1 } });
    const silent = match([entry({ succeeded: null, at: null, request: null })], []);
    expect(silent.findings[0]?.note).toMatch(/whether it worked.*when it was/);
    expect(silent.findings[0]?.what).toBeNull();
  });

  it("names an accepted purge that the log does not have, and one without an answer as unsettled", () => {
    expect(kinds(match([], [call()]))).toEqual(["not_in_log"]);
    expect(kinds(match([], [call({ outcome: "unknown", ray: null })]))).toEqual(["unsettled"]);
    const young = match([], [call()], { readAt: at(200) });
    expect(young.findings[0]?.note).toContain("it may still come");
  });

  it("is looked at within the period alone; beyond its ends is only what a partner may be", () => {
    expect(kinds(match([entry({ at: at(-60) })], []))).toEqual([]);
    expect(kinds(match([], [call({ startedAt: at(-60), finishedAt: at(-59) })]))).toEqual([]);
    expect(kinds(match([entry({ at: at(-1) })], [call({ startedAt: at(1) })]))).toEqual([]);
  });
});

describe("what was not read", () => {
  it("is not concluded from", () => {
    const result = match([], [call(), call({ id: "later", startedAt: at(3_000) })], {
      readToOf: () => at(1_000),
    });
    expect(result.findings.map(({ callId }) => callId)).toEqual(["call"]);
    expect(result.counts).toMatchObject({ notInLog: 1, notCompared: 1 });
    const nothing = match([], [call()], { readToOf: () => null });
    expect(nothing).toMatchObject({ findings: [], counts: { notCompared: 1 } });
  });
});
