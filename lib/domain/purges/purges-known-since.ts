import { db } from "@/lib/platform/database";

/** From when on purges are on record without gaps; null: none was ever removed. */
export async function purgesKnownSince(): Promise<Date | null> {
  const newest = await db().retentionRemoval.findFirst({
    where: { kind: "purge" },
    orderBy: [{ cutoff: "desc" }, { removedAt: "desc" }],
    select: { cutoff: true },
  });
  return newest?.cutoff ?? null;
}
