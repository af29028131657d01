import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { writeLogTo } from "@/lib/platform/log";
import { cspReport } from "@/lib/schemas/csp-reports";
import { useTestEnv } from "@/prisma/testing/test-env";
import { noteViolation } from "./note-violation";

const lines: string[] = [];
beforeAll(() => {
  useTestEnv({ LOG_LEVEL: "warn" });
  writeLogTo({ write: (line) => lines.push(line) });
});
afterAll(() => {
  vi.useRealTimers();
  writeLogTo(null);
});
beforeEach(() => {
  vi.useFakeTimers();
  lines.length = 0;
});

const report = cspReport.parse({
  "csp-report": {
    "document-uri": "https://purge.example.com/tenants/42?q=secret",
    "blocked-uri": "https://evil.example/collect?what=secret",
    "source-file": "https://purge.example.com/_next/x.js?secret",
    ...{ "effective-directive": "connect-src", "line-number": 7, "script-sample": "secret" },
  },
});
const note = () => noteViolation({ requestId: "r-1" }, report);

test("the log has the directive and the places, and nothing that may be private", () => {
  vi.setSystemTime("2026-11-30T10:00:00Z");
  expect(note()).toEqual({ logged: true });
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({
    ...{ requestId: "r-1", directive: "connect-src", page: "/tenants/42", line: 7 },
    ...{ blocked: "https://evil.example", source: "/_next/x.js" },
  });
  expect(lines.join("")).not.toContain("secret");
});

test("of many in a minute ten are logged", () => {
  vi.setSystemTime("2026-11-30T10:05:00Z");
  expect(Array.from({ length: 30 }, note).filter(({ logged }) => logged)).toHaveLength(10);
  vi.setSystemTime("2026-11-30T10:06:00Z");
  expect(note()).toEqual({ logged: true });
});
