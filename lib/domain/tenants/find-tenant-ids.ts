import { db, type Transaction } from "@/lib/platform/database";
import { Prisma } from "@/prisma/generated/client";

/**
 * How alike two texts must be to count as a typo, 0 to 1 (pg_trgm's word_similarity). The stricter first: the fewer
 * trigrams must fit, the more tenants are compared.
 */
const [strict, loose] = [0.6, 0.4];
/** Of so many that contain the text, or are spelt nearly like it, the best are taken. */
const mostCandidates = 200;
/** Shorter texts have too few trigrams for the index: what they would find is noise. */
const shortestTypo = 4;

type Stage = (text: string, most: number) => Prisma.Sql;

const escaped = (text: string) => text.replace(/[\\%_]/g, "\\$&");

const exact: Stage = (text) => Prisma.sql`
  SELECT id FROM tenant WHERE folded_id = ${text} OR slug = ${text}
  UNION SELECT tenant_id FROM tenant_host WHERE host = ${text}`;

/** In the order of the indexes for beginnings (~<~: byte by byte), so that few are read of many. */
const beginning: Stage = (text, most) => {
  const pattern = `${escaped(text)}%`;
  return Prisma.sql`
    SELECT id FROM (
      (SELECT id, slug FROM tenant WHERE lower(slug) LIKE ${pattern}
        ORDER BY lower(slug) USING ~<~ LIMIT ${most})
      UNION
      (SELECT id, slug FROM tenant WHERE lower(folded_id) LIKE ${pattern}
        ORDER BY lower(folded_id) USING ~<~ LIMIT ${most})
    ) found ORDER BY slug LIMIT ${most}`;
};

const bestOf = (text: string, condition: Prisma.Sql, most: number) => Prisma.sql`
  SELECT id FROM (
    SELECT id, slug, search_text FROM tenant WHERE ${condition} LIMIT ${mostCandidates}
  ) found ORDER BY word_similarity(${text}, search_text) DESC, slug LIMIT ${most}`;

const containing: Stage = (text, most) =>
  bestOf(text, Prisma.sql`search_text LIKE ${`%${escaped(text)}%`}`, most);

/** Contains every word of the text, in any order. */
const containingWords: Stage = (text, most) => {
  const words = text
    .split(/\s+/)
    .map((word) => Prisma.sql`search_text LIKE ${`%${escaped(word)}%`}`);
  return bestOf(text, Prisma.join(words, " AND "), most);
};

/** Shorter numbers are in too many ids and slugs to tell tenants apart. */
const shortestNumber = 3;

/** The longest number in a text that has other things in it, too; null: none that tells tenants apart. */
function numberIn(text: string): string | null {
  const [longest = ""] = (text.match(/\d+/g) ?? []).toSorted((a, b) => b.length - a.length);
  return longest.length >= shortestNumber && longest !== text ? longest : null;
}

/**
 * The statement that finds those that contain a text's number, however the rest is spelt: a number is copied, a name is
 * what people get wrong.
 */
export const ofNumber = (text: string, number: string, most: number) =>
  bestOf(text, Prisma.sql`search_text LIKE ${`%${number}%`}`, most);

/**
 * The statement that finds what is spelt nearly like each of some words of a text, in a transaction that `setLikeness` has
 * prepared. Words too short for that have to be there as they are.
 */
export function alike(text: string, words: readonly string[], most: number): Prisma.Sql {
  const conditions = words.map((word) =>
    word.length < shortestTypo
      ? Prisma.sql`search_text LIKE ${`%${escaped(word)}%`}`
      : Prisma.sql`${word} <% search_text`,
  );
  return bestOf(text, Prisma.join(conditions, " AND "), most);
}

/** Of a text none of whose words are together in one tenant, so many are looked for alone. */
const mostAlone = 3;

interface Attempt {
  words: readonly string[];
  threshold: number;
}

/**
 * What is looked for among misspelt texts, in turns: a word alone strictly at first; several words all together, which
 * compares few tenants, then without the numbers, which are no tenant's, then the longest of them one by one.
 */
function attempts(text: string): Attempt[] {
  const words = text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
  const names = words.filter((word) => !/\d/.test(word) && word.length >= shortestTypo);
  const longest = names.toSorted((a, b) => b.length - a.length).slice(0, mostAlone);
  const loosely = (some: readonly string[]): Attempt => ({ words: some, threshold: loose });
  if (words.length < 2 || longest.length === 0)
    return [{ words: [text], threshold: strict }, loosely([text])];
  const together = names.length === words.length ? [words] : [words, names];
  return [...together, ...longest.map((word) => [word])].map(loosely);
}

/**
 * Sets how alike texts must be, for a transaction.
 *
 * How many are alike PostgreSQL can only guess, and by its guess it soon has enough of them when it reads the whole
 * table. Where few or none are, that compares every tenant; the index knows which may be alike.
 */
export async function setLikeness(tx: Transaction, threshold: number): Promise<void> {
  await tx.$executeRaw`SELECT set_config('enable_seqscan', 'off', true),
    set_config('pg_trgm.word_similarity_threshold', ${String(threshold)}, true)`;
}

async function findOfNumber(text: string, most: number): Promise<string[]> {
  const number = numberIn(text);
  if (number === null) return [];
  const rows = await db().$queryRaw<{ id: string }[]>(ofNumber(text, number, most));
  return rows.map(({ id }) => id);
}

async function findAlike(text: string, most: number): Promise<string[]> {
  if (text.length < shortestTypo) return [];
  // A transaction, since the threshold is a setting of the connection.
  return db().$transaction(async (tx) => {
    let set: number | null = null;
    for (const { words, threshold } of attempts(text)) {
      if (threshold !== set) await setLikeness(tx, threshold);
      set = threshold;
      const rows = await tx.$queryRaw<{ id: string }[]>(alike(text, words, most));
      if (rows.length > 0) return rows.map(({ id }) => id);
    }
    return [];
  });
}

/**
 * Ids of tenants, best match first: the exact id, slug or host; then what begins with the text; then what
 * contains it, or all its words. Each is looked for only while more are wanted, since each costs more than the one
 * before. Only when there is none of these, what has the same number, or else what is spelt nearly like it.
 *
 * @param most how many at most
 */
export async function findTenantIds(q: string, most: number): Promise<string[]> {
  const text = q.toLowerCase();
  const found = new Set<string>();
  const stages = [exact, beginning, containing, ...(/\s/.test(text) ? [containingWords] : [])];
  for (const stage of stages) {
    if (found.size >= most) break;
    for (const { id } of await db().$queryRaw<{ id: string }[]>(stage(text, most))) found.add(id);
  }
  if (found.size > 0) return [...found].slice(0, most);
  const numbered = await findOfNumber(text, most);
  return numbered.length > 0 ? numbered : findAlike(text, most);
}
