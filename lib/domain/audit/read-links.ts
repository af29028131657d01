import { type FoundLink } from "@/lib/audit/chain-check";
import { linkText, sha256 } from "@/lib/audit/digests";
import { type EntryRow, entryText } from "@/lib/audit/entry-text";
import { db } from "@/lib/platform/database";
import { Prisma } from "@/prisma/generated/client";
import { entryColumns } from "./chain-entries";

/** So many places of the chain are read at a time: memory does not grow with the record. */
const placesAtOnce = 2_000;

/** A link with the entry that it leads to. */
export interface LinkedEntry extends FoundLink {
  /** What its digest covers, as the entry is now. */
  text: string;
}

type Row = EntryRow & { seq: number; prev: string; digest: string };

function toLink(row: Row): LinkedEntry {
  const { seq, prev, digest } = row;
  const text = linkText(seq, prev, entryText(row));
  return { seq, prev, digest, text, fits: sha256(text) === digest };
}

/** The next place behind `after` that there is; a chain that was tampered with may have gaps of any size. */
async function nextPlace(after: number): Promise<number | null> {
  const [row] = await db().$queryRaw<{ seq: number | null }[]>`
    SELECT min(seq)::float8 AS seq FROM audit_link WHERE seq > ${after}`;
  return row?.seq ?? null;
}

/**
 * The chain in its order, page by page. A link whose entry is gone is left out, as one that is gone itself: the
 * gap shows. By places and not by a count: of two links with one place none is passed over.
 *
 * @param after the place behind which it begins
 * @param through the last place
 * @param where what the entries are narrowed to, with audit_entry as `e`
 */
export async function* readLinks(
  after: number,
  through: number,
  where: Prisma.Sql = Prisma.sql`true`,
): AsyncGenerator<LinkedEntry[]> {
  let from = await nextPlace(after);
  while (from !== null && from <= through) {
    const to = Math.min(through, from + placesAtOnce - 1);
    const rows = await db().$queryRaw<Row[]>`
      SELECT l.seq::float8 AS seq, encode(l.prev, 'hex') AS prev, encode(l.digest, 'hex') AS digest,
        ${entryColumns}
      FROM audit_link l JOIN audit_entry e ON e.id = l.entry_id
      WHERE l.seq BETWEEN ${from} AND ${to} AND ${where} ORDER BY l.seq`;
    yield rows.map(toLink);
    from = await nextPlace(to);
  }
}
