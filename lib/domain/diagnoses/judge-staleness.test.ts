import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { staleCauses, type Confidence, type StaleCause } from "@/lib/schemas/words";
import {
  at,
  edge,
  hit,
  noEdge,
  origin,
  noOrigin,
  write,
  purge,
  url,
  byUrl,
  failed,
  queued,
  evidence,
} from "@/prisma/factories/staleness";
import { judgeStaleness } from "./judge-staleness";
import type { StaleEvidence } from "./stale-evidence";

/** By the number that the row has in docs/why-stale.md. */
const cases: [string, StaleCause, Confidence, Partial<StaleEvidence>][] = [
  ["1.1", "not_cached", "strong", { edge: [edge("DYNAMIC"), edge("DYNAMIC")] }],
  ["1.2", "not_cached", "strong", { edge: [edge("BYPASS")], purges: [purge(-5)] }],
  ["1.3", "not_cached", "fair", { edge: [edge(null)] }],

  ["2.1", "not_stale", "strong", { edge: [hit(3_600, { fingerprint: "new" })] }],
  ["2.2", "not_stale", "strong", { edge: [edge("MISS", { fingerprint: "new" }), hit(1, { fingerprint: "new" })] }],
  ["2.3", "not_stale", "fair", { origin: null, edge: [edge("MISS"), hit(1)] }],

  ["3.1", "not_purged", "strong", { writes: [write(-600)] }],
  ["3.2", "not_purged", "fair", { origin: [origin({ lastModified: at(-600) })] }],
  ["3.3", "not_purged", "fair", {}],
  ["3.4", "not_purged", "strong", { writes: [write(-600)], purges: [purge(-590, { targets: ["invoice:1"], traceId: "other" })] }],
  ["3.5", "not_purged", "strong", { writes: [write(-600)], purges: [purge(-590, { ...queued, status: "cancelled" })] }],
  ["3.6", "not_purged", "fair", { origin: null, writes: [write(-600)] }],
  ["3.7", "not_purged", "strong", { writes: [write(-600)], purges: [purge(-5_000, { traceId: "other" })] }],

  ["4.1", "purge_failed", "strong", { writes: [write(-600)], purges: [purge(-590, failed)] }],
  ["4.2", "purge_failed", "fair", { origin: [noOrigin], writes: [write(-600)], purges: [purge(-590, failed)] }],

  ["5.1", "before_commit", "strong", { edge: [hit(604)], writes: [write(-600)], purges: [purge(-610)] }],
  ["5.2", "before_commit", "fair", { edge: [hit(604)], writes: [write(-600, { traceId: null, tags: [], paths: ["/billing/invoices/9182"] })], purges: [byUrl(-640)] }],

  ["6.1", "tag_missing", "strong", { writes: [write(-600)], purges: [purge(-590)], origin: [origin({ tags: ["page:invoice"] })] }],
  ["6.2", "tag_missing", "fair", { purges: [purge(-590, { targets: ["tenant:42"] })], origin: [origin({ tags: [] })] }],
  ["6.3", "tag_missing", "strong", { writes: [write(-600, { paths: ["/billing/invoices/9182"] })], purges: [purge(-590, { targets: ["invoice-9182"] })] }],

  ["7.1", "other_variant", "strong", { writes: [write(-600)], purges: [byUrl(-590, `${url}?currency=eur`)] }],
  ["7.2", "other_variant", "strong", { writes: [write(-600)], purges: [byUrl(-590, JSON.stringify({ url, headers: { "Accept-Language": "de" } }))] }],
  ["7.3", "other_variant", "strong", { writes: [write(-600)], purges: [byUrl(-590)], page: { ...evidence().page, keyedBy: ["cf-device-type"] } }],

  ["8.1", "refilled", "strong", { edge: [hit(580)], writes: [write(-600)], purges: [purge(-590)] }],
  ["8.2", "refilled", "fair", { edge: [hit(590)], writes: [write(-600)], purges: [purge(-601)] }],
  ["8.3", "refilled", "strong", { edge: [hit(580)], origin: [origin({ lastModified: at(-600) })], purges: [byUrl(-590)] }],
  ["8.4", "refilled", "strong", { edge: [hit(580)], writes: [write(-600)], purges: [purge(-590)], origin: [origin({ lastModified: at(-1) }), origin({ lastModified: at(0) })] }],

  ["9.1", "under_way", "strong", { writes: [write(-20)], purges: [purge(-10)] }],
  ["9.2", "under_way", "fair", { origin: [noOrigin], writes: [write(-20)], purges: [purge(-10)] }],
  ["9.3", "under_way", "strong", { writes: [write(-20)], purges: [purge(-10, queued)] }],
  ["9.4", "under_way", "strong", { edge: [edge("UPDATING", { age: 3_700 })] }],
  ["9.5", "under_way", "strong", { edge: [hit(3_600), edge("MISS", { fingerprint: "new" })] }],
  ["9.6", "under_way", "fair", { origin: null, edge: [hit(3_600), edge("MISS", { fingerprint: "new" })] }],

  ["10.1", "not_carried_out", "fair", { writes: [write(-600)], purges: [purge(-590)] }],
  ["10.2", "not_carried_out", "fair", { purges: [purge(-590, { kind: "everything", targets: [] })] }],

  ["11.1", "origin_failing", "strong", { edge: [edge("STALE", { age: 4_000 })], origin: [noOrigin] }],
  ["11.2", "origin_failing", "fair", { edge: [edge("STALE", { age: 4_000 })] }],

  ["12.1", "cannot_tell", "none", { edge: [noEdge] }],
  ["12.2", "cannot_tell", "none", { origin: null }],
  ["12.3", "cannot_tell", "none", { origin: [noOrigin] }],
  ["12.4", "cannot_tell", "none", { origin: [origin(), origin({ fingerprint: "newer" })] }],
  ["12.5", "cannot_tell", "none", { edge: [edge("MISS"), hit(1)] }],
  ["12.6", "cannot_tell", "none", { edge: [hit(3_600, { etag: 'W/"7"' })], origin: [origin({ etag: '"7"' })] }],
  ["12.7", "cannot_tell", "none", { edge: [hit(590)], writes: [write(-600)], purges: [purge(-590)] }],
  ["12.8", "cannot_tell", "none", { edge: [edge("HIT")], writes: [write(-600)], purges: [purge(-590)] }],
  ["12.9", "cannot_tell", "none", { edge: [hit(580)], purges: [purge(-590)] }],
  ["12.10", "cannot_tell", "none", { edge: [hit(100)], writes: [write(-600)] }],
  ["12.11", "cannot_tell", "none", { origin: [noOrigin], writes: [write(-600)], purges: [purge(-590)] }],
  ["12.12", "cannot_tell", "none", { origin: [noOrigin], writes: [write(-600)], purges: [purge(-590, { targets: ["billing"] })] }],
  ["12.13", "cannot_tell", "none", { edge: [edge("HIT")] }],
  ["12.14", "cannot_tell", "none", { origin: [origin({ httpStatus: 403, tags: [] })] }],
  [
    "12.15",
    "cannot_tell",
    "none",
    { edge: [hit(3_600, { language: "en" })], origin: [origin({ language: "de" })] },
  ],
]; // prettier-ignore

test.each(cases)("%s is %s, %s", (_, cause, confidence, over) => {
  const judgement = judgeStaleness(evidence(over));
  expect([judgement.cause, judgement.confidence], judgement.summary).toEqual([cause, confidence]);
  if (confidence === "none") expect(judgement.missing).not.toEqual([]);
  expect(judgement.nextStep).not.toBe("");
});

/** What is missing and what to do, in one. */
const adviceFor = (over: Partial<StaleEvidence>) => {
  const { missing, nextStep } = judgeStaleness(evidence(over));
  return [...missing, nextStep].join(" ");
};

test("the next step fits what the origin did: who has set its address is not told to set it", () => {
  expect(adviceFor({ origin: null })).toContain("Put the origin's address into the zone's set-up");
  const answered = [
    adviceFor({ origin: [noOrigin] }),
    adviceFor({ origin: [origin({ httpStatus: 500 })] }),
    adviceFor({ origin: [origin({ httpStatus: 403, tags: [] })] }),
  ];
  for (const advice of answered) expect(advice).not.toContain("Put the origin's address");
  expect(answered[0]).toMatch(/gave no answer/);
  expect(answered[1]).toMatch(/HTTP 500.*Have the application looked at/);
  expect(answered[2]).toMatch(/HTTP 403.*the header that it wants/);
});

test("an address that is not there is named before the visitor's browser is", () => {
  for (const one of [
    edge("DYNAMIC", { httpStatus: 404 }),
    hit(60, { httpStatus: 404, fingerprint: "new" }),
  ])
    expect(adviceFor({ edge: [one], origin: [origin({ httpStatus: 404 })] })).toMatch(
      /answers HTTP 404: check that this is the address/,
    );
});

test("docs/why-stale.md has exactly these cases, each with its cause", () => {
  const text = readFileSync(
    path.resolve(import.meta.dirname, "../../../docs/why-stale.md"),
    "utf8",
  );
  const rows = [...text.matchAll(/^\| (\d+\.\d+) .*\| `(\w+)`, (\w+) *\|$/gm)];
  expect(rows.map(([, number, cause, confidence]) => [number, cause, confidence])).toEqual(
    cases.map(([number, cause, confidence]) => [number, cause, confidence]),
  );
  expect(new Set(cases.map(([, cause]) => cause))).toEqual(new Set(staleCauses));
});
