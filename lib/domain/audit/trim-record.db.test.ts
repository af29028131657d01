import { beforeAll, expect, test } from "vitest";
import { consoleActor, writeEntry } from "@/lib/audit/write-entry";
import { db } from "@/lib/platform/database";
import { env } from "@/lib/platform/env";
import { newId } from "@/lib/platform/ids";
import { makeActor } from "@/prisma/factories/people";
import { asOwner, exportNow, seal, verify } from "@/prisma/testing/sealed-record";
import { withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { chainEntries, readHead } from "./chain-entries";
import { loadSigner } from "./key-folder";
import { readSealing } from "./read-sealing";
import { trimRecord } from "./trim-record";
import { verifyRecord } from "./verify-record";

withTestDatabase();
beforeAll(() => useTestEnv());

const fact = {
  action: "purge.request" as const,
  subject: { kind: "test", id: "1" },
  summary: "A young entry",
};

test("what retention removes leaves a stub from which the rest verifies; nothing else is let go", async () => {
  await writeEntry(db(), consoleActor, fact);
  await seal();
  const at = new Date(Date.now() - 100 * 24 * 60 * 60 * 1_000);
  await db().auditEntry.createMany({
    data: [1, 2, 3].map((n) => ({
      ...{ id: newId(at), at, actorKind: "system" as const, actorName: "test", action: "test" },
      ...{ outcome: "done" as const, subjectKind: "test", summary: `Old ${n}`, details: "{}" },
      requestId: "r",
    })),
  });
  await seal();
  // Entries before these are young: retention stops in front of them.
  expect(await trimRecord(loadSigner(env().auditKeyDir), 90)).toBe(0);
  await asOwner(["UPDATE audit_entry SET at = at - interval '100 days'"]);
  const { seq } = await readHead(db());
  await writeEntry(db(), consoleActor, fact);
  await chainEntries();
  expect(await trimRecord(loadSigner(env().auditKeyDir), 90)).toBe(seq);
  const auditor = await makeActor("auditor");
  expect(await readSealing(auditor)).toMatchObject({ removedTo: seq });
  expect(await verifyRecord(auditor, 0)).toMatchObject({ breakCount: 0, from: seq + 1 });
  await seal();
  const { told, extent } = await verify(await exportNow());
  expect(told).toEqual([]);
  expect(extent.removedTo).toBe(seq);
  const entry = await db().auditEntry.findFirstOrThrow({ where: { action: "audit.trim" } });
  expect(JSON.parse(entry.details)).toMatchObject({ first: 1, last: seq, count: seq });
  await expect(db().auditEntry.deleteMany()).rejects.toThrow(/never changed or removed/);
  await expect(db().auditLink.deleteMany()).rejects.toThrow(/never changed or removed/);
});
