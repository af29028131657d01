import { expect, test } from "vitest";
import { freshServerDatabase, withTestDatabase } from "@/prisma/testing/test-database";
import { diffSchema, openDatabase } from "./database";

const database = withTestDatabase();

test("the migrations make what schema.prisma says", async () => {
  expect((await diffSchema()).replace("-- This is an empty migration.", "").trim()).toBe("");
});

test("migrating again changes nothing", async () => {
  const open = await openDatabase({ url: await freshServerDatabase(), dataDir: "memory" });
  expect(await open.migrate()).toContain("20261121100000_init");
  expect(await open.migrate()).toEqual([]);
  await open.close();
});

test("consoles that start together migrate in turn", async () => {
  const url = await freshServerDatabase();
  const first = await openDatabase({ url, dataDir: "memory" });
  const second = url === undefined ? first : await openDatabase({ url, dataDir: "memory" });
  const applied = [
    await first.migrate(),
    ...(await Promise.all([second.migrate(), first.migrate()])),
  ];
  expect(applied.flat().length).toBe(new Set(applied.flat()).size);
  await first.close();
  if (second !== first) await second.close();
});

test("a database that a newer console has migrated is refused", async () => {
  const open = await openDatabase({ url: await freshServerDatabase(), dataDir: "memory" });
  await open.migrate();
  await open.prisma.$executeRaw`
    INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, started_at, applied_steps_count)
    VALUES ('x', 'x', now(), '29990101000000_from_the_future', now(), 1)`;
  await expect(open.migrate()).rejects.toThrow(
    /newer than this version.*29990101000000_from_the_future/,
  );
  await open.close();
});

test("a migration that failed half way stops the next start", async () => {
  const open = await openDatabase({ url: await freshServerDatabase(), dataDir: "memory" });
  await open.migrate();
  await open.prisma.$executeRaw`UPDATE _prisma_migrations SET finished_at = NULL, logs = 'boom'`;
  await expect(open.migrate()).rejects.toThrow(/failed earlier/);
  await open.close();
});

test("times come back as they went in, and audit entries cannot be changed", async () => {
  const at = new Date("2026-03-01T12:34:56.789Z");
  await database().auditEntry.create({
    data: {
      id: "019b0000-0000-7000-8000-000000000001",
      at,
      actorKind: "system",
      actorName: "test",
      action: "test",
      outcome: "done",
      subjectKind: "test",
      summary: "test",
      details: '{"b":1,"a":2}',
      requestId: "r",
    },
  });
  const [entry] = await database().auditEntry.findMany();
  expect(entry?.at).toEqual(at);
  expect(entry?.details).toBe('{"b":1,"a":2}');
  const raw = await database().$queryRaw<
    { at: Date }[]
  >`SELECT at FROM audit_entry WHERE at = ${at}`;
  expect(raw[0]?.at).toEqual(at);
  const tampering = [
    () => database().auditEntry.updateMany({ data: { summary: "other" } }),
    () => database().auditEntry.deleteMany(),
    () => database().$executeRaw`TRUNCATE audit_entry`,
  ];
  for (const tamper of tampering) await expect(tamper()).rejects.toThrow(/never changed/);
  expect((await database().auditEntry.findMany())[0]?.summary).toBe("test");
});
