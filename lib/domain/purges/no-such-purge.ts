import { db, type Transaction } from "@/lib/platform/database";
import { timeOfId } from "@/lib/platform/ids";
import { AppError } from "@/lib/schemas/errors";

type Reads = Pick<Transaction, "retentionRemoval">;

/** The newest removal of purges that reached so far; null: whatever is not there never was. */
async function findRemoval(at: Date, database: Reads) {
  return database.retentionRemoval.findFirst({
    where: { kind: "purge", cutoff: { gt: at } },
    orderBy: [{ cutoff: "desc" }, { removedAt: "desc" }],
    select: { cutoff: true, removedAt: true },
  });
}

const minute = (time: Date) => `${time.toISOString().slice(0, 16).replace("T", " ")} UTC`;

/**
 * The error for a purge that is not on record. Its id tells its time: where retention has removed the purges of
 * that time, it says so, and that nobody can tell any more whether this one was among them.
 *
 * @param database the transaction, inside of one: the embedded database has one connection, and waits for itself
 */
export async function noSuchPurge(id: string, database: Reads = db()): Promise<AppError> {
  const at = timeOfId(id);
  const removal = at === null ? null : await findRemoval(at, database);
  const words =
    removal === null
      ? "There is no purge with this id."
      : `There is no purge with this id. Purges that ended before ${minute(removal.cutoff)} were removed by retention, last at ${minute(removal.removedAt)}: if it was one of them, only the audit record tells of it.`;
  return new AppError("not_found", words);
}
