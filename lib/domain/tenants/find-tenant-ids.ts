import { db } from "@/lib/platform/database";
import { Prisma } from "@/prisma/generated/client";

/** How alike two texts must be to count as a typo, 0 to 1 (pg_trgm's word_similarity). */
const typoThreshold = 0.4;
/** Of so many that contain the text, or are spelt nearly like it, the best are taken. */
const mostCandidates = 500;
/** Shorter texts have too few trigrams for the index: what they would find is noise. */
const shortestTypo = 4;

type Stage = (text: string, most: number) => Prisma.Sql | null;

const escaped = (text: string) => text.replace(/[\\%_]/g, "\\$&");

const exact: Stage = (text) => Prisma.sql`
  SELECT id FROM tenant WHERE folded_id = ${text} OR slug = ${text}
  UNION SELECT tenant_id FROM tenant_host WHERE host = ${text}`;

const beginning: Stage = (text, most) => {
  const pattern = `${escaped(text)}%`;
  return Prisma.sql`
    SELECT id FROM (
      (SELECT id, slug FROM tenant WHERE lower(slug) LIKE ${pattern} ORDER BY slug LIMIT ${most})
      UNION
      (SELECT id, slug FROM tenant WHERE lower(folded_id) LIKE ${pattern} ORDER BY folded_id LIMIT ${most})
    ) found ORDER BY slug LIMIT ${most}`;
};

const containing: Stage = (text, most) => Prisma.sql`
  SELECT id FROM (
    SELECT id, slug, search_text FROM tenant WHERE search_text LIKE ${`%${escaped(text)}%`}
    LIMIT ${mostCandidates}
  ) found ORDER BY word_similarity(${text}, search_text) DESC, slug LIMIT ${most}`;

const alike: Stage = (text, most) =>
  text.length < shortestTypo
    ? null
    : Prisma.sql`
  SELECT id FROM (
    SELECT id, slug, search_text FROM tenant WHERE ${text} <% search_text LIMIT ${mostCandidates}
  ) found ORDER BY word_similarity(${text}, search_text) DESC, slug LIMIT ${most}`;

/**
 * Ids of tenants, best match first: the exact id, slug or host; then what begins with the text; then what
 * contains it; then what is spelt nearly like it. Each is looked for only while more are wanted, since each
 * costs more than the one before.
 *
 * @param most how many at most
 */
export async function findTenantIds(q: string, most: number): Promise<string[]> {
  const text = q.toLowerCase();
  return db().$transaction(async (tx) => {
    const found = new Set<string>();
    await tx.$executeRaw`SELECT set_config('pg_trgm.word_similarity_threshold', ${String(typoThreshold)}, true)`;
    for (const stage of [exact, beginning, containing, alike]) {
      const statement = found.size < most ? stage(text, most) : null;
      if (statement === null) continue;
      for (const { id } of await tx.$queryRaw<{ id: string }[]>(statement)) found.add(id);
    }
    return [...found].slice(0, most);
  });
}
