import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { beforeAll, expect, test } from "vitest";
import { consoleActor, writeEntry } from "@/lib/audit/write-entry";
import { openDatabase, type OpenDatabase, useDatabase } from "@/lib/platform/database";
import { makeActor } from "@/prisma/factories/people";
import { exportNow, seal, verify } from "@/prisma/testing/sealed-record";
import { freshServerDatabase } from "@/prisma/testing/test-database";
import { makeTestFolder, useTestEnv } from "@/prisma/testing/test-env";
import { verifyRecord } from "./verify-record";

// Times, bytes and JSON of the record come back from a dump as they were: nothing is called altered that was not.
const run = promisify(execFile);

/** JSON that a database which builds it anew would give back otherwise: order, doubles, numbers, escapes. */
const awkward = [
  { b: 1, a: 2 },
  { number: 1e21, small: 1e-7, precise: 0.1 + 0.2, zero: -0 },
  { text: "\u2028 \u00e9 e\u0301 \ud83d\ude00 \\u0041 \t \" ' \\ </script>" },
  { "": { deep: [[[{ "\u200b": null }]]] } },
  { copy: "\\N", dump: "\\.", line: "a\nb\r\nc", sql: "'); DROP TABLE audit_entry; --" },
];

let original: OpenDatabase;
let from: string;

async function fill(): Promise<void> {
  for (const [n, details] of awkward.entries()) {
    await writeEntry(original.prisma, consoleActor, {
      action: "purge.request",
      subject: { kind: "test", id: `\\N ${n}` },
      summary: JSON.stringify(details),
      details,
      before: details,
      reason: n % 2 === 0 ? null : "",
      ticket: "\\N",
    });
  }
  await makeActor("auditor");
}

/** pg_dump of the server's own version or a newer one; null: there is none, as on a machine without PostgreSQL. */
async function findDump(): Promise<string | null> {
  try {
    const [row] = await original.prisma.$queryRaw<{ version: number }[]>`
      SELECT current_setting('server_version_num')::int / 10000 AS version`;
    const { stdout } = await run("pg_dump", ["--version"]);
    const major = Number(/(\d+)\./.exec(stdout)?.[1] ?? 0);
    return major >= (row?.version ?? Infinity) ? "pg_dump" : null;
  } catch {
    return null;
  }
}

/**
 * What pg_dump and psql do with data, by their own means where they are there: every table as the text of COPY,
 * out of one database and into another, in one moment and without triggers.
 */
async function dumpAndRestore(to: string): Promise<OpenDatabase> {
  const dump = await findDump();
  if (dump !== null) {
    const file = path.join(makeTestFolder(), "dump.sql");
    await run(dump, ["--file", file, from]);
    await run("psql", ["--quiet", "--set", "ON_ERROR_STOP=1", "--file", file, to]);
    return openDatabase({ url: to, dataDir: "none" });
  }
  const copy = await openDatabase({ url: to, dataDir: "none" });
  await copy.migrate();
  const tables = await original.prisma.$queryRaw<{ name: string }[]>`
    SELECT tablename::text AS name FROM pg_tables WHERE schemaname = 'public'
      AND tablename <> '_prisma_migrations' ORDER BY 1`;
  const [place] = await original.prisma.$queryRaw<{ folder: string }[]>`
    SELECT current_setting('data_directory') AS folder`;
  const file = (name: string) => `${place?.folder ?? ""}/dump-${process.pid}-${name}`;
  const all = tables.map(({ name }) => `"${name}"`).join(", ");
  await copy.prisma.$transaction(async (tx) => {
    await tx.$executeRawUnsafe("SET LOCAL session_replication_role = replica");
    await tx.$executeRawUnsafe(`TRUNCATE ${all}`);
    for (const { name } of tables) {
      await original.prisma.$executeRawUnsafe(`COPY "${name}" TO '${file(name)}'`);
      await tx.$executeRawUnsafe(`COPY "${name}" FROM '${file(name)}'`);
    }
  });
  return copy;
}

beforeAll(async () => {
  useTestEnv();
  from = (await freshServerDatabase()) ?? "";
  original = await openDatabase({ url: from, dataDir: "none" });
  await original.migrate();
  useDatabase(original);
  await fill();
  await seal();
});

test("a record that was dumped and restored verifies clean, and goes on", async () => {
  const before = await verify(await exportNow());
  expect(before.told).toEqual([]);
  await seal();
  const restored = await dumpAndRestore((await freshServerDatabase()) ?? "");
  await original.close();
  useDatabase(restored);
  try {
    const auditor = await makeActor("auditor");
    const first = await verifyRecord(auditor, 0);
    expect(first).toMatchObject({ breakCount: 0, breaks: [] });
    expect(first.checkedTo).toBeGreaterThanOrEqual(awkward.length);
    expect(first.sealedTo).toBe(first.checkedTo);
    await writeEntry(restored.prisma, consoleActor, {
      action: "purge.request",
      subject: { kind: "test", id: "after" },
      summary: "Written after the restore",
    });
    await seal();
    const after = await verify(await exportNow());
    expect(after.told).toEqual([]);
    const kept = await restored.prisma.auditEntry.findMany({
      where: { subjectKind: "test" },
      select: { details: true },
      orderBy: { id: "asc" },
    });
    expect(kept.slice(0, awkward.length).map(({ details }) => details)).toEqual(
      awkward.map((details) => JSON.stringify(details)),
    );
    // The test can fail: one byte of the restored record, and it is found.
    await restored.prisma.$executeRawUnsafe("ALTER TABLE audit_entry DISABLE TRIGGER USER");
    await restored.prisma.$executeRaw`
      UPDATE audit_entry SET ticket = '\\n' WHERE subject_id = '\\N 0'`;
    expect((await verifyRecord(auditor, 0)).breakCount).toBeGreaterThan(0);
  } finally {
    await restored.close();
  }
}, 120_000);
