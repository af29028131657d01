import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { staleCauses } from "@/lib/schemas/words";
import {
  at,
  trace,
  edge,
  noEdge,
  origin,
  write,
  purge,
  url,
  evidence,
} from "@/prisma/factories/staleness";
import { taggedPage } from "./find-change";
import { judgeStaleness } from "./judge-staleness";
import { coverageOf } from "./purge-coverage";

describe("whatever the evidence", () => {
  const seconds = fc.integer({ min: -4_000, max: 0 });
  const anyEdge = fc
    .record({
      status: fc.constantFrom(
        ...["HIT", "HIT", "HIT", "HIT", "MISS", "EXPIRED", "REVALIDATED"],
        ...["UPDATING", "STALE", "BYPASS", "DYNAMIC", null],
      ),
      age: fc.option(fc.integer({ min: 0, max: 4_000 }), { freq: 8 }),
      fingerprint: fc.constantFrom("old", "old", "new", "other"),
      colo: fc.constantFrom("FRA", "FRA", "FRA", "AMS", null),
      httpStatus: fc.constantFrom(200, 200, 200, 200, 301, 404, 503),
      gone: fc.integer({ min: 0, max: 9 }),
    })
    .map(({ status, gone, ...rest }) => (gone === 0 ? noEdge : edge(status, rest)));
  const anyOrigin = fc
    .record({
      fingerprint: fc.constantFrom("new", "new", "new", "old", "other"),
      tags: fc.subarray(["tenant:42", "invoice:9182", "page:invoice"]),
      httpStatus: fc.constantFrom(200, 200, 200, 200, 301, 403, 404, 503),
      lastModified: fc.option(seconds.map(at)),
      etag: fc.option(fc.constantFrom('"1"', '"2"')),
    })
    .map(origin);
  const target = fc.constantFrom(
    ...["invoice:9182", "tenant:42", "tenant:77", "page:invoice", "invoice:1", "misspelt"],
  );
  const anyPurge = fc
    .record({
      when: seconds,
      takes: fc.integer({ min: 0, max: 30 }),
      status: fc.constantFrom(
        ...(["accepted", "accepted", "accepted", "failed", "queued", "cancelled"] as const),
      ),
      kind: fc.constantFrom(...(["tags", "tags", "files", "hosts", "prefixes"] as const)),
      tag: target,
      file: fc.constantFrom(url, `${url}?a=1`, "https://acme.example.com/billing"),
      mine: fc.boolean(),
    })
    .map(({ when, takes, status, kind, tag, file, mine }) =>
      purge(when, {
        status,
        kind,
        startedAt: status === "queued" ? null : at(when),
        sentAt: status === "accepted" ? at(when) : null,
        acceptedAt: status === "accepted" ? at(when + takes) : null,
        traceId: mine ? trace : "other",
        targets: {
          tags: [tag],
          files: [file],
          hosts: ["acme.example.com"],
          prefixes: ["acme.example.com/bill"],
        }[kind],
      }),
    );
  const anyWrite = fc
    .record({
      when: seconds,
      phase: fc.constantFrom(...(["committed", "committed", "began", "failed"] as const)),
      tags: fc.subarray(["invoice:9182", "invoice:1", "tenant:42"]),
      traceId: fc.constantFrom(trace, "other", null),
    })
    .map(({ when, ...rest }) => write(when, rest));
  const anything = fc
    .record({
      edge: fc.array(anyEdge, { minLength: 1, maxLength: 3 }),
      origin: fc.option(fc.array(anyOrigin, { minLength: 1, maxLength: 2 }), { freq: 6 }),
      purges: fc.array(anyPurge, { maxLength: 4 }),
      writes: fc.array(anyWrite, { maxLength: 3 }),
    })
    .map((over) =>
      evidence({
        ...over,
        purges: over.purges.map((one, index) => ({ ...one, id: `p${index}` })),
        writes: over.writes.map((one, index) => ({ ...one, id: `w${index}` })),
      }),
    );
  const runs = { numRuns: 5_000, seed: 11 };
  const seen = new Map<string, number>();

  test("nothing is stale only where all answers are one page", () => {
    fc.assert(
      fc.property(anything, (one) => {
        const { cause } = judgeStaleness(one);
        seen.set(cause, (seen.get(cause) ?? 0) + 1);
        if (cause !== "not_stale") return;
        const answered = one.edge.filter(({ error }) => error === null);
        expect(new Set(answered.map(({ fingerprint }) => fingerprint)).size).toBe(1);
        const last = one.origin?.findLast(({ httpStatus }) => httpStatus === 200);
        if (answered[0]?.httpStatus === 200 && last !== undefined) {
          expect(
            one.origin?.some(({ fingerprint }) => fingerprint === answered[0]?.fingerprint),
          ).toBe(true);
        }
      }),
      runs,
    );
    // The evidence is such that every cause comes up.
    for (const cause of staleCauses) expect(seen.get(cause) ?? 0, cause).toBeGreaterThan(2);
  });

  test("a purge is named as the cause only where it named the page, or another copy of it, or missed its tags", () => {
    fc.assert(
      fc.property(anything, (one) => {
        const { cause, purgeId, writeId } = judgeStaleness(one);
        const purge = one.purges.find(({ id }) => id === purgeId);
        const committed = one.writes.find(({ id }) => id === writeId);
        const acceptance = purge?.acceptedAt;
        if (["purge_failed", "before_commit", "refilled", "not_carried_out"].includes(cause)) {
          expect(purge).toBeDefined();
        }
        if (purge === undefined) return;
        const answered = one.edge.filter(({ error }) => error === null);
        const covers = coverageOf(purge, taggedPage({ ...one, edge: answered }), true);
        if (cause === "tag_missing" || cause === "other_variant") expect(covers).toBe(cause);
        else if (cause !== "cannot_tell") expect(["names", "planned"]).toContain(covers);
        if (cause === "purge_failed") expect(purge.status).toBe("failed");
        else if (cause !== "under_way") expect(acceptance).toBeInstanceOf(Date);
        if (committed === undefined) return;
        expect(committed.phase).toBe("committed");
        const afterMs = (purge.sentAt ?? purge.requestedAt).getTime() - committed.at.getTime();
        if (cause === "before_commit") expect(afterMs).toBeLessThan(-2_000);
        if (cause === "refilled") expect(afterMs).toBeGreaterThanOrEqual(-2_000);
      }),
      runs,
    );
  });

  test("no purge was sent is said only where none that named the page was accepted since the write", () => {
    fc.assert(
      fc.property(anything, (one) => {
        const { cause, writeId } = judgeStaleness(one);
        const committed = one.writes.find(({ id }) => id === writeId);
        if (cause !== "not_purged" || committed === undefined) return;
        const since = one.purges.filter(
          (purge) => purge.status === "accepted" && (purge.sentAt ?? committed.at) >= committed.at,
        );
        for (const purge of since) {
          const answered = one.edge.filter(({ error }) => error === null);
          const page = taggedPage({ ...one, edge: answered });
          expect(["names", "planned"]).not.toContain(coverageOf(purge, page, false));
        }
      }),
      runs,
    );
  });

  test("what cannot be told says what is missing, and everything else how sure it is", () => {
    fc.assert(
      fc.property(anything, (one) => {
        const judgement = judgeStaleness(one);
        expect(judgement.confidence === "none").toBe(judgement.cause === "cannot_tell");
        if (judgement.cause === "cannot_tell") expect(judgement.missing).not.toEqual([]);
        expect(judgement.evidence.length).toBeGreaterThanOrEqual(one.edge.length);
        expect(JSON.stringify(judgement)).not.toMatch(/undefined|NaN|Invalid|\[object/);
      }),
      runs,
    );
  });
});
