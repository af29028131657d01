const shared = globalThis as typeof globalThis & { purgeConsoleWake?: () => void };

/** Registers what is called when a purge was committed. */
export function onWake(wake: () => void): void {
  shared.purgeConsoleWake = wake;
}

/** Tells this process's sender that there is work. Without a sender the purge waits in the table. */
export function wakeSender(): void {
  shared.purgeConsoleWake?.();
}
