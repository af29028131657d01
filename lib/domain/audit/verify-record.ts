import { createReadStream } from "node:fs";
import { authorize } from "@/lib/audit/authorize";
import { type Break, ChainCheck, type OnBreak } from "@/lib/audit/chain-check";
import { genesis } from "@/lib/audit/digests";
import { KeyRing } from "@/lib/audit/key-ring";
import { readSignedLine } from "@/lib/audit/seal";
import { SealCheck, SealIndex } from "@/lib/audit/seal-check";
import { linesOf } from "@/lib/audit/verify-export";
import { writeEntry } from "@/lib/audit/write-entry";
import { now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/database";
import { env } from "@/lib/platform/env";
import type { Actor } from "@/lib/schemas/actor";
import type { AuditVerification } from "@/lib/schemas/audit";
import { AppError } from "@/lib/schemas/errors";
import { readHead } from "./chain-entries";
import { readPublicKeys } from "./key-folder";
import { readLinks } from "./read-links";
import { newestSeal } from "./seal-head";
import { sealNow } from "./seal-now";
import { filesOf } from "./seal-places";

/** How long one check may take, in milliseconds: what is left is for the next. */
const limitMs = 40_000;
/** So many breaks are listed. */
const mostListed = 200;

/** All breaks are counted, the first are kept. */
function collectBreaks() {
  const breaks: Break[] = [];
  let count = 0;
  const onBreak: OnBreak = (found) => {
    count += 1;
    if (breaks.length < mostListed) breaks.push(found);
  };
  return { breaks, count: () => count, onBreak };
}

/** Reads the seals in the console's own folder, and the newest of the database. */
async function readSeals(logId: string, keys: KeyRing, onBreak: OnBreak): Promise<SealIndex> {
  const index = new SealIndex();
  const newest = await newestSeal(db());
  // What is written to the folder while it is read tells of entries that come later.
  const until = newest === null ? null : { number: newest.says.number, at: newest.says.at };
  const asked = { log: logId, until };
  const inFolder = new SealCheck(asked, keys, index, true, onBreak);
  for (const file of await filesOf(env().auditSealDir, logId)) {
    const chunks = createReadStream(file) as AsyncIterable<Buffer>;
    for await (const lines of linesOf(chunks)) {
      for (const line of lines) inFolder.add(line.toString("utf8"));
    }
  }
  inFolder.end();
  const inDatabase = new SealCheck(asked, keys, index, false, onBreak);
  if (newest !== null) inDatabase.add(newest.line);
  inDatabase.end();
  return index;
}

/** Where the chain begins: at its genesis, or behind what a signed stub stands for. */
async function readStart(logId: string, keys: KeyRing, onBreak: OnBreak) {
  const row = await db().auditStub.findFirst({ orderBy: { lastSeq: "desc" } });
  if (row === null) return { seq: 0, digest: genesis(logId) };
  const stub = readSignedLine("stub", row.line);
  const problem = stub === null ? "it cannot be read" : keys.problemOf(stub);
  if (stub !== null && problem === null) {
    return { seq: stub.says.lastSeq, digest: stub.says.digest };
  }
  onBreak({ kind: "stub", where: "the stub", message: problem ?? "it cannot be read" });
  return { seq: 0, digest: genesis(logId) };
}

/** Where an earlier check has ended. @throws AppError invalid_input when there is no such entry */
async function continueBehind(after: number) {
  const link = await db().auditLink.findUnique({ where: { seq: after } });
  if (link === null) {
    throw new AppError("invalid_input", "after: there is no such entry", [
      { path: "after", message: "there is no such entry" },
    ]);
  }
  return { seq: after, digest: Buffer.from(link.digest).toString("hex") };
}

/** Entries that no link leads to and that do not wait for one: written past the chain. */
async function findUnchained(onBreak: OnBreak): Promise<void> {
  const rows = await db().$queryRaw<{ id: string }[]>`
    SELECT e.id::text AS id FROM audit_entry e
    WHERE NOT EXISTS (SELECT 1 FROM audit_link l WHERE l.entry_id = e.id)
      AND NOT EXISTS (SELECT 1 FROM audit_pending p WHERE p.entry_id = e.id)
    ORDER BY e.at LIMIT ${mostListed}`;
  for (const { id } of rows) {
    const message =
      "it is in no chain and does not wait to be: its link was removed, or it was put in past the chain";
    onBreak({ kind: "unchained", where: `the entry with the id ${id}`, message });
  }
}

async function followChain(chain: ChainCheck, through: number): Promise<void> {
  const until = performance.now() + limitMs;
  for await (const links of readLinks(chain.last.seq, through)) {
    for (const link of links) chain.add(link);
    if (performance.now() > until) return;
  }
}

/**
 * Checks the record as the database has it against the seals in the console's own folder, as far as the time
 * allows. The result is on record.
 *
 * @param after goes on behind this entry; 0: from the beginning
 * @throws AppError not_allowed, invalid_input
 */
export async function verifyRecord(actor: Actor, after: number): Promise<AuditVerification> {
  const subject = { kind: "audit", id: null };
  await authorize(actor, "audit.verify", {
    action: "audit.verify",
    subject,
    summary: `${actor.name} was refused to verify the audit record`,
  });
  const startedAt = performance.now();
  await sealNow();
  const { breaks, count, onBreak } = collectBreaks();
  const keys = new KeyRing(readPublicKeys(env().auditKeyDir));
  const { log: logId, seq: through } = await readHead(db());
  const index = await readSeals(logId, keys, onBreak);
  const start = after === 0 ? await readStart(logId, keys, onBreak) : await continueBehind(after);
  const chain = new ChainCheck(start, index, onBreak);
  await followChain(chain, through);
  if (chain.last.seq >= through) {
    chain.end();
    await findUnchained(onBreak);
  }
  const result = {
    at: now().toISOString(),
    from: start.seq + 1,
    checkedTo: chain.last.seq,
    through: Math.max(through, chain.last.seq),
    sealedTo: chain.sealedTo,
    seals: index.count,
    breakCount: count(),
    breaks,
    durationMs: Math.round(performance.now() - startedAt),
  };
  await writeEntry(db(), actor, {
    action: "audit.verify",
    subject,
    summary: `${actor.name} verified entries ${result.from} to ${result.checkedTo}: ${count()} breaks`,
    details: { ...result, breaks: breaks.slice(0, 20) },
  });
  return result;
}
