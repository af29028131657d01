let sent: string | null = null;

/** Remembers, on the way from the form to the receipt, which purge was asked for. */
export function markJustSent(purgeId: string): void {
  sent = purgeId;
}

/** Whether this purge was asked for in this tab a moment ago. */
export function wasJustSent(purgeId: string): boolean {
  return sent === purgeId;
}
