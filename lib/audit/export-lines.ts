import { auditExportQuery } from "@/lib/schemas/audit";
import { sha256 } from "./digests";

/** The first line of an export: of which record, when, and what was selected. */
export interface ExportHead {
  v: 1;
  log: string;
  at: string;
  /** The newest entry's place when the export was made, and the newest seal's number. */
  through: number;
  seal: number;
  /** What the entries were narrowed to; null: to nothing, the chain is whole. */
  filter: Record<string, unknown> | null;
}

/** The last line: an export that broke off has none. */
export interface ExportEnd {
  entries: number;
  /** SHA-256 of the first line. */
  head: string;
}

export function headLine(head: ExportHead): string {
  return `{"export":${JSON.stringify(head)}}`;
}

export function endLine(entries: number, head: string): string {
  const end: ExportEnd = { entries, head: sha256(head) };
  return `{"end":${JSON.stringify(end)}}`;
}

export function readHeadLine(line: string): ExportHead | null {
  const match = /^\{"export":(\{.*\})\}$/.exec(line);
  try {
    const head = JSON.parse(match?.[1] ?? "") as ExportHead;
    // What does not come out as it went in was not written by us.
    return headLine(head) === line ? head : null;
  } catch {
    return null;
  }
}

/**
 * What a first line says that the export is; null: neither. An empty selection, or one by what no export can be
 * narrowed to, was written by nobody but somebody who wants entries not to be missed.
 */
export function kindOfExport({ filter }: { filter: unknown }): "whole" | "selection" | null {
  if (filter === null) return "whole";
  const read = auditExportQuery.safeParse(filter);
  return read.success && Object.keys(read.data).length > 0 ? "selection" : null;
}

export function readEndLine(line: string): ExportEnd | null {
  const match = /^\{"end":\{"entries":(\d{1,15}),"head":"([0-9a-f]{64})"\}\}$/.exec(line);
  const [, entries, head] = match ?? [];
  return entries === undefined || head === undefined ? null : { entries: Number(entries), head };
}

// A link's line, part by part. Not by a regular expression: a record has millions of them.
const [beforeDigest, beforeSeq, beforePrev, beforeEntry] = [
  '{"digest":"',
  '","v":1,"seq":',
  ',"prev":"',
  '","entry":{',
] as const;
const digestLength = 64;
const zero = 48;
const digestEnd = beforeDigest.length + digestLength;
const seqStart = digestEnd + beforeSeq.length;
/** So many bytes at a line's beginning hold everything but the entry. */
const longestHead =
  seqStart + String(Number.MAX_SAFE_INTEGER).length + beforePrev.length + digestLength + 16;
/** Where the bytes begin that the digest covers: behind its quote and comma. */
const coveredFrom = digestEnd + 2;

/**
 * A link as an export's line has it, with the bytes that its digest covers; null when the line is none. The digest
 * covers place and digest before, so their form is not looked at twice.
 */
export function readLinkLine(line: Buffer) {
  const head = line.toString("latin1", 0, longestHead);
  if (!head.startsWith(beforeDigest) || !head.startsWith(beforeSeq, digestEnd)) return null;
  const seqEnd = head.indexOf(",", seqStart);
  const prevStart = seqEnd + beforePrev.length;
  const isLink =
    head.startsWith(beforePrev, seqEnd) &&
    head.startsWith(beforeEntry, prevStart + digestLength) &&
    head.charCodeAt(seqStart) !== zero;
  const seq = Number(head.slice(seqStart, seqEnd));
  if (!isLink || !Number.isSafeInteger(seq) || seq < 1) return null;
  return {
    digest: head.slice(beforeDigest.length, digestEnd),
    seq,
    prev: head.slice(prevStart, prevStart + digestLength),
    covered: line.subarray(coveredFrom),
  };
}
