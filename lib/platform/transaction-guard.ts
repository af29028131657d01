import { AsyncLocalStorage } from "node:async_hooks";
import type { PrismaClient } from "@/prisma/generated/client";

// Kept on globalThis: Next loads modules more than once.
const shared = globalThis as typeof globalThis & {
  purgeConsoleTransaction?: AsyncLocalStorage<{ open: boolean }>;
};
/** The transaction that the running code is inside of. */
const within = (shared.purgeConsoleTransaction ??= new AsyncLocalStorage());

type Work = (tx: unknown) => unknown;

/**
 * Makes a client's transactions known to `assertOutsideTransaction`. Asking the client itself inside of one
 * waits for ever on the embedded database, which has one connection, and on a server once the pool is used up.
 */
export function guardTransactions(prisma: PrismaClient): PrismaClient {
  const begin = prisma.$transaction.bind(prisma) as (...all: unknown[]) => Promise<unknown>;
  const guarded = async (work: unknown, options: unknown) => {
    if (typeof work !== "function") return begin(work, options);
    const state = { open: true };
    try {
      const inside: Work = (tx) => within.run(state, () => (work as Work)(tx));
      return await begin(inside, options);
    } finally {
      // What the work has started and nobody waits for goes on behind the end, and may ask.
      state.open = false;
    }
  };
  return Object.assign(prisma, { $transaction: guarded });
}

/** @throws Error inside of a transaction: its own client has to be used there */
export function assertOutsideTransaction(): void {
  if (within.getStore()?.open === true)
    throw new Error("db() inside of a transaction: use the transaction's own client");
}
