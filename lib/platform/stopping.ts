/** Kept on globalThis: Next loads modules more than once, and the start-up is not in the routes' bundle. */
const shared = globalThis as typeof globalThis & { purgeConsoleStopping?: Set<() => void> };

function waiting(): Set<() => void> {
  return (shared.purgeConsoleStopping ??= new Set());
}

/** Calls back when the console is asked to end, for what would go on for ever; returns how to forget it. */
export function onStopping(callBack: () => void): () => void {
  waiting().add(callBack);
  return () => waiting().delete(callBack);
}

/** Ends whatever would go on for ever. */
export function beginStopping(): void {
  for (const callBack of waiting()) callBack();
}
