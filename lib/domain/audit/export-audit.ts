import { authorize } from "@/lib/audit/authorize";
import { linkLine } from "@/lib/audit/digests";
import { endLine, headLine, type ExportHead } from "@/lib/audit/export-lines";
import { readSignedLine, signLine } from "@/lib/audit/seal";
import { SelectionSum } from "@/lib/audit/selection-sum";
import { writeEntry } from "@/lib/audit/write-entry";
import { now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/database";
import { env } from "@/lib/platform/env";
import { log } from "@/lib/platform/log";
import type { Actor } from "@/lib/schemas/actor";
import type { AuditExportQuery } from "@/lib/schemas/audit";
import { Prisma } from "@/prisma/generated/client";
import { readHead } from "./chain-entries";
import { loadSigner, type Signer } from "./key-folder";
import { readLinks } from "./read-links";
import { bringsKey, newestSeal } from "./seal-head";
import { sealNow } from "./seal-now";

function conditions({ actor, action, outcome, tenant, from, to }: AuditExportQuery): Prisma.Sql {
  const where = [Prisma.sql`true`];
  // As the list's filter: a part of the name, whatever its case, and no pattern.
  if (actor !== undefined)
    where.push(Prisma.sql`position(lower(${actor}) IN lower(e.actor_name)) > 0`);
  if (action !== undefined) where.push(Prisma.sql`e.action = ${action}`);
  if (outcome !== undefined) where.push(Prisma.sql`e.outcome = ${outcome}::"AuditOutcome"`);
  if (tenant !== undefined) where.push(Prisma.sql`e.tenant_id = ${tenant}`);
  if (from !== undefined) where.push(Prisma.sql`e.at >= ${new Date(from)}`);
  if (to !== undefined) where.push(Prisma.sql`e.at < ${new Date(to)}`);
  return Prisma.join(where, " AND ");
}

/** What stands before the entries: the stub, the seals with which keys have changed, and the newest seal. */
async function linesBefore(): Promise<{ number: number; lines: string[] }> {
  const [stub, seals, newest] = await Promise.all([
    db().auditStub.findFirst({ orderBy: { lastSeq: "desc" } }),
    db().auditSeal.findMany({ where: bringsKey, orderBy: { number: "asc" } }),
    newestSeal(db()),
  ]);
  const lines = [...seals.map(({ line }) => line), ...(newest === null ? [] : [newest.line])];
  return {
    number: newest?.says.number ?? 0,
    lines: [...(stub === null ? [] : [stub.line]), ...new Set(lines)],
  };
}

/** @param signer who signs which entries a selection has; null: it is the whole record, whose chain says that */
async function* exportText(
  head: ExportHead,
  before: string[],
  where: Prisma.Sql,
  signer: Signer | null,
): AsyncGenerator<string, undefined> {
  const first = headLine(head);
  yield [first, ...before].map((line) => `${line}\n`).join("");
  let count = 0;
  const sum = new SelectionSum();
  for await (const links of readLinks(0, head.through, where)) {
    count += links.length;
    for (const { seq, digest } of links) sum.add(seq, digest);
    yield links.map(({ digest, text }) => `${linkLine(digest, text)}\n`).join("");
  }
  if (signer !== null) {
    yield `${signLine("selection", { ...sum.says(first), key: signer.id }, signer.key)}\n`;
  }
  yield `${endLine(count, first)}\n`;
}

/** Text as a stream, at the pace of who reads it. One that cannot go on breaks off with an error. */
function toStream(
  parts: AsyncGenerator<string, undefined>,
  onError: (error: unknown) => void,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        try {
          const { value } = await parts.next();
          if (value === undefined) controller.close();
          else controller.enqueue(encoder.encode(value));
        } catch (error) {
          onError(error);
          controller.error(new DOMException("The export broke off.", "AbortError"));
        }
      },
      cancel: async () => {
        await parts.return(undefined);
      },
    },
    { highWaterMark: 1 },
  );
}

/**
 * The record as NDJSON for the verifier (lib/audit/verify-export.ts), written while it is read: the head, the
 * newest seal, every entry with its link, the end. The export is on record before its first byte, is itself the
 * newest entry in it, and is sealed. Which entries a selection has is signed.
 *
 * @throws AppError not_allowed
 */
export async function exportAudit(
  actor: Actor,
  filter: AuditExportQuery,
): Promise<ReadableStream<Uint8Array>> {
  const subject = { kind: "audit", id: null };
  await authorize(actor, "audit.read", {
    action: "audit.export",
    subject,
    summary: `${actor.name} was refused an export of the audit record`,
  });
  await writeEntry(db(), actor, {
    action: "audit.export",
    subject,
    tenantId: filter.tenant ?? null,
    summary: `${actor.name} exported the audit record`,
    details: { filter },
  });
  await sealNow();
  const isWhole = Object.values(filter).every((value) => value === undefined);
  const { number, lines } = await linesBefore();
  const { log: logId, seq } = await readHead(db());
  // Seals go at least as far as this entry's; what came since is in the next export.
  const through = Math.max(readSealedTo(lines), isWhole ? 0 : seq);
  const head: ExportHead = {
    ...{ v: 1, log: logId, at: now().toISOString(), through, seal: number },
    filter: isWhole ? null : filter,
  };
  // Read now: a key that is rotated meanwhile has sealed what is exported, and the one after has not.
  const signer = isWhole ? null : loadSigner(env().auditKeyDir);
  return toStream(exportText(head, lines, conditions(filter), signer), (error) => {
    log().error({ err: error, requestId: actor.requestId }, "an export broke off");
  });
}

/** How far the last of these lines, the newest seal, reaches. */
function readSealedTo(lines: string[]): number {
  return readSignedLine("seal", lines.at(-1) ?? "")?.says.seq ?? 0;
}
