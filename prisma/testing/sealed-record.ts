import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Break } from "@/lib/audit/chain-check";
import { verifyExport } from "@/lib/audit/verify-export";
import { exportAudit } from "@/lib/domain/audit/export-audit";
import { readPublicKeys } from "@/lib/domain/audit/key-folder";
import { startSealer } from "@/lib/domain/audit/start-sealer";
import { db } from "@/lib/platform/database";
import { env } from "@/lib/platform/env";
import { makeActor } from "@/prisma/factories/people";

/** Runs the sealer from its start to its end: everything is chained, sealed and copied then. */
export async function seal(): Promise<void> {
  await (await startSealer()).stop();
}

export const sealFiles = () =>
  readdirSync(env().auditSealDir).map((name) => path.join(env().auditSealDir, name));
export const sealLines = () =>
  sealFiles().flatMap((file) => readFileSync(file, "utf8").split("\n").filter(Boolean));

export async function* once(text: string) {
  yield Promise.resolve(Buffer.from(text));
}

export async function verify(text: string) {
  const found: Break[] = [];
  const extent = await verifyExport(
    once(text),
    readPublicKeys(env().auditKeyDir),
    [once(`${sealLines().join("\n")}\n`)],
    (one) => found.push(one),
  );
  return { extent, told: found.map(({ kind, where }) => `${kind} ${where}`) };
}

/** The record as an auditor exports it. */
export async function exportNow(filter = {}): Promise<string> {
  return new Response(await exportAudit(await makeActor("auditor"), filter)).text();
}

/** As somebody does it who owns the database: without its triggers. */
export async function asOwner(statements: string[]): Promise<void> {
  const tables = ["audit_entry", "audit_link"];
  for (const table of tables)
    await db().$executeRawUnsafe(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
  for (const statement of statements) await db().$executeRawUnsafe(statement);
  for (const table of tables)
    await db().$executeRawUnsafe(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
}
