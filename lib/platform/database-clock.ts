import { addMs } from "./clock";
import { db } from "./database";

/**
 * The database's clock, which everything that processes share goes by, read once and carried on by this
 * process's own: for times that are compared with the database's. Off by half the question's time at most.
 */
export async function readDatabaseClock(): Promise<() => Date> {
  const asked = performance.now();
  const [row] = await db().$queryRaw<{ at: Date }[]>`SELECT clock_timestamp() AS at`;
  const read = (asked + performance.now()) / 2;
  const at = row?.at ?? new Date();
  return () => addMs(at, performance.now() - read);
}
