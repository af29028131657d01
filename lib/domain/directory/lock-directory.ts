import type { Transaction } from "@/lib/platform/database";

/** Any number that no other lock of the console has. */
const directoryLock = 7_306_104;

/** Changes of the directory go one after the other: each is compared with what the one before left. */
export async function lockDirectory(tx: Transaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${directoryLock}::bigint)`;
}
