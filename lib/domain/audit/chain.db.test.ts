import { readdirSync, readFileSync, truncateSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { Break } from "@/lib/audit/chain-check";
import { verifyExport } from "@/lib/audit/verify-export";
import { consoleActor, writeEntries, writeEntry } from "@/lib/audit/write-entry";
import { db } from "@/lib/platform/database";
import { env } from "@/lib/platform/env";
import { makeActor } from "@/prisma/factories/people";
import { onServer, withTestDatabase } from "@/prisma/testing/test-database";
import {
  asOwner,
  exportNow,
  once,
  seal,
  sealFiles,
  sealLines,
  verify,
} from "@/prisma/testing/sealed-record";
import { useTestEnv } from "@/prisma/testing/test-env";
import { chainEntries, readHead } from "./chain-entries";
import { readPublicKeys, rotateKey } from "./key-folder";
import { readSealing } from "./read-sealing";
import { newestSeal } from "./seal-head";
import { startSealer } from "./start-sealer";
import { verifyRecord } from "./verify-record";

withTestDatabase();

const fact = (n: number, details: Record<string, unknown> = { n }) => ({
  action: "purge.request" as const,
  subject: { kind: "test", id: String(n) },
  summary: `Entry ${n}`,
  details,
});

beforeAll(() => useTestEnv());

test("what is committed is chained in its order, what was rolled back is not", async () => {
  await writeEntries(db(), consoleActor, [fact(1), fact(2)]);
  const undone = db().$transaction(async (tx) => {
    await writeEntry(tx, consoleActor, fact(3));
    throw new Error("rolled back");
  });
  await expect(undone).rejects.toThrow("rolled back");
  await writeEntry(db(), consoleActor, fact(4));
  expect(await chainEntries()).toBe(3);
  expect(await chainEntries()).toBe(0);
  const rows = await db().$queryRaw<{ id: string }[]>`
    SELECT e.subject_id AS id FROM audit_link l JOIN audit_entry e ON e.id = l.entry_id ORDER BY l.seq`;
  expect(rows.map(({ id }) => id)).toEqual(["1", "2", "4"]);
  expect((await readHead(db())).seq).toBe(3);
});

test("the end is signed and copied to the folder, idle or not, and an export verifies to its end", async () => {
  await seal();
  const before = sealLines().length;
  expect(before).toBeGreaterThan(0);
  await writeEntry(db(), consoleActor, fact(5));
  await seal();
  expect(sealLines().length).toBe(before + 1);
  const text = await exportNow();
  await seal();
  const { told, extent } = await verify(text);
  expect(told).toEqual([]);
  expect(extent.sealedTo).toBe(extent.lastSeq);
  expect(text).toContain('"action":"audit.export"');
  expect(await verifyRecord(await makeActor("admin"), 0)).toMatchObject({ breakCount: 0 });
});

test("a selection says that it is one, each of its entries is checked, and the console signs which they are", async () => {
  const { told, extent } = await verify(await exportNow({ action: "purge.request" }));
  expect(told).toEqual([]);
  expect(extent).toMatchObject({ entries: 4, head: { filter: { action: "purge.request" } } });
  const key = (await newestSeal(db()))?.says.key;
  expect(extent).toMatchObject({ isSelection: true, signedBy: key });
  expect((await verify(await exportNow())).extent).toMatchObject({ signedBy: null });
});

test("a key is rotated: the old one names the new one, it is on record, and nothing is broken", async () => {
  const [trusted] = readPublicKeys(env().auditKeyDir);
  const { before, after } = rotateKey(env().auditKeyDir);
  await seal();
  await writeEntry(db(), consoleActor, fact(6));
  await seal();
  const entry = await db().auditEntry.findFirstOrThrow({
    where: { action: "audit.use_key", subjectId: after },
  });
  expect(JSON.parse(entry.before ?? "")).toEqual({ key: before });
  const names = readdirSync(env().auditKeyDir);
  expect(names).toContain(`${before}.public.pem`);
  expect(names).not.toContain(`${before}.key.pem`);
  expect(readFileSync(path.join(env().auditKeyDir, `${after}.key.pem`), "utf8")).toContain(
    "PRIVATE",
  );
  const found: Break[] = [];
  const text = await exportNow();
  await seal();
  const places = [once(`${sealLines().join("\n")}\n`)];
  // Whoever trusts the first key alone needs nothing else.
  await verifyExport(once(text), trusted === undefined ? [] : [trusted], places, (one) =>
    found.push(one),
  );
  expect(found).toEqual([]);
  expect((await newestSeal(db()))?.says.key).toBe(after);
});

test("awkward JSON comes back byte for byte", async () => {
  const details = [
    '{"b":1,"a":2,"b":3}',
    '{"n":12345678901234567890.10,"z":-0}',
    '{"s":"\\u0041\\/😀"}',
  ];
  for (const one of details) {
    await db().$executeRaw`
      INSERT INTO audit_entry (id, at, actor_kind, actor_name, action, outcome, subject_kind, summary, details,
        request_id)
      VALUES (gen_random_uuid(), now(), 'system', 'test', 'test', 'done', 'test', 'awkward', ${one}, 'r')`;
  }
  const text = await exportNow();
  const kept = text.split("\n").flatMap((line) => {
    const entry =
      line.startsWith('{"digest"') &&
      (JSON.parse(line) as { entry: { details: string; summary: string } }).entry;
    return entry && entry.summary === "awkward" ? [entry.details] : [];
  });
  expect(kept).toEqual(details);
  expect((await verify(text)).told).toEqual([]);
});

test("a line that a crash has cut in the folder is mended, not doubled", async () => {
  const [file] = sealFiles();
  const text = readFileSync(file ?? "", "utf8");
  truncateSync(file ?? "", text.length - 40);
  await seal();
  expect(readFileSync(file ?? "", "utf8").startsWith(text)).toBe(true);
  expect(await verifyRecord(await makeActor("admin"), 0)).toMatchObject({ breakCount: 0 });
});

// The embedded database has one connection: there are no writers at once.
if (onServer) {
  test("32 writers at once leave no gap and no fork", async () => {
    await chainEntries();
    const head = await readHead(db());
    const sealer = await startSealer();
    const writer = async (of: number) => {
      for (let n = 0; n < 30; n += 1) await writeEntry(db(), consoleActor, fact(of * 1_000 + n));
    };
    await Promise.all(Array.from({ length: 32 }, (_, of) => writer(of)));
    await sealer.stop();
    expect((await readHead(db())).seq).toBe(head.seq + 32 * 30);
    expect(await verifyRecord(await makeActor("admin"), 0)).toMatchObject({ breakCount: 0 });
  }, 120_000);
}
describe("what the owner of the database changes", () => {
  const entryAt = (seq: number) => `id = (SELECT entry_id FROM audit_link WHERE seq = ${seq})`;
  const kinds = async () => {
    const { breaks } = await verifyRecord(await makeActor("auditor"), 0);
    return breaks.map(({ kind, where }) => `${kind} ${where}`);
  };

  test("each column of an entry counts, on the screen and in an export", async () => {
    await seal();
    const columns = [
      "actor_name",
      "summary",
      "details",
      "reason",
      "ticket",
      "request_id",
      "address",
      "before",
    ];
    for (const column of columns) {
      await asOwner([
        `UPDATE audit_entry SET ${column} = coalesce(${column}, '') || 'x' WHERE ${entryAt(2)}`,
      ]);
      expect(await kinds(), column).toContain("changed entry 2");
      expect((await verify(await exportNow())).told, column).toContain("changed entry 2");
      const back = `left(${column}, -1)`;
      await asOwner([`UPDATE audit_entry SET ${column} = nullif(${back}, '') WHERE ${entryAt(2)}`]);
      expect(await kinds(), column).toEqual([]);
    }
    await asOwner([
      `UPDATE audit_entry SET at = at + interval '1 millisecond' WHERE ${entryAt(2)}`,
    ]);
    expect(await kinds()).toEqual(["changed entry 2"]);
    await asOwner([
      `UPDATE audit_entry SET at = at - interval '1 millisecond' WHERE ${entryAt(2)}`,
    ]);
  }, 120_000);

  test("an entry that is removed, with or without its link, and one that is put in past the chain", async () => {
    await asOwner([`DELETE FROM audit_entry WHERE ${entryAt(3)}`]);
    expect(await kinds()).toEqual(["missing entry 3"]);
    await asOwner(["DELETE FROM audit_link WHERE seq = 4"]);
    expect(await kinds()).toEqual([
      "missing entries 3 to 4",
      expect.stringMatching(/^unchained the entry with the id/),
    ]);
  });

  test("the end cut off: told by the console's own folder, and put on record when it is sealed again", async () => {
    const { seq } = await readHead(db());
    await seal();
    await asOwner([
      `DELETE FROM audit_entry e USING audit_link l WHERE l.entry_id = e.id AND l.seq > ${seq - 2}`,
      `DELETE FROM audit_link WHERE seq > ${seq - 2}`,
      "DELETE FROM audit_seal",
    ]);
    const { breaks } = await verifyRecord(await makeActor("auditor"), 0);
    expect(breaks.map(({ kind }) => kind)).toContain("cut");
    const entry = await db().auditEntry.findFirstOrThrow({
      where: { action: "audit.contradiction" },
    });
    expect(entry.summary).toMatch(/is missing or another/);
  });
});

test("a sealer that stands still is told of", async () => {
  const actor = await makeActor("auditor");
  await seal();
  expect(await readSealing(actor)).toMatchObject({ state: "sealed" });
  const newest = await newestSeal(db());
  const text = (newest?.line ?? "").replace(
    /"at":"[^"]+"/,
    `"at":"${new Date(Date.now() - 160_000).toISOString()}"`,
  );
  await db().auditSeal.update({
    where: { number: newest?.says.number ?? 0 },
    data: { line: text },
  });
  expect(await readSealing(actor)).toMatchObject({ state: "late" });
});

test("a place that does not take the seals holds up no other and is shown with why", async () => {
  useTestEnv({ AUDIT_SEAL_COPIES: "http://127.0.0.1:9/secret-path" });
  await writeEntry(db(), consoleActor, fact(7));
  const sealer = await startSealer();
  await sealer.stop();
  const { places } = await readSealing(await makeActor("auditor"));
  expect(places.map(({ name, kind }) => ({ name, kind }))).toEqual([
    { name: env().auditSealDir, kind: "folder" },
    { name: "127.0.0.1:9", kind: "webhook" },
  ]);
  expect(places[0]?.error).toBeNull();
  expect(places[0]?.holds?.number).toBeGreaterThan(0);
  expect(places[1]?.error).not.toBeNull();
  expect(JSON.stringify(places)).not.toContain("secret-path");
});
