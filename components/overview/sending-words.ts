import type { AccountSending } from "@/lib/schemas/sending";

/** How sending stands for an account, the worst first. */
export type SendingState = "stopped" | "trying" | "paused" | "usedUp" | "slowed" | "normal";

const byTrouble: readonly SendingState[] = [
  "stopped",
  "trying",
  "paused",
  "usedUp",
  "slowed",
  "normal",
];

/** Nothing is left but what is kept for people, and something waits for more. */
function isUsedUp({ tokens, keptForPeople, queued }: AccountSending): boolean {
  return queued > 0 && tokens < keptForPeople + 1;
}

/** How sending stands for an account, in one word. */
export function sendingState(account: AccountSending): SendingState {
  if (account.breaker === "open") return "stopped";
  if (account.breaker === "half_open") return "trying";
  if (account.pausedUntil !== null) return "paused";
  if (isUsedUp(account)) return "usedUp";
  return isSlowed(account) ? "slowed" : "normal";
}

/** After a 429 less than the limit is believed in, until it proves right. */
export function isSlowed({ believedPerSecond, perSecond }: AccountSending): boolean {
  return believedPerSecond < perSecond * 0.995;
}

/** Whether somebody should see it first: nothing goes out, or something is late. */
export function needsEyes(account: AccountSending): boolean {
  const quiet: readonly SendingState[] = ["usedUp", "slowed", "normal"];
  return account.late > 0 || !quiet.includes(sendingState(account));
}

/** Those that need eyes first, each group in the order that it came in. */
export function troubledFirst(accounts: readonly AccountSending[]): AccountSending[] {
  const rank = (account: AccountSending) =>
    byTrouble.indexOf(sendingState(account)) - (account.late > 0 ? byTrouble.length : 0);
  return accounts.toSorted((a, b) => rank(a) - rank(b));
}

/** "1 stopped, 2 paused, 14 purges late"; null when nothing is wrong. */
export function troubleInWords(accounts: readonly AccountSending[]): string | null {
  const count = (...states: SendingState[]) =>
    accounts.filter((account) => states.includes(sendingState(account))).length;
  const late = accounts.reduce((sum, account) => sum + account.late, 0);
  const parts = [
    [count("stopped", "trying"), "stopped"],
    [count("paused"), "paused"],
    [late, late === 1 ? "purge late" : "purges late"],
  ] as const;
  const told = parts.filter(([many]) => many > 0);
  if (told.length === 0) return null;
  return told.map(([many, word]) => `${many.toLocaleString("en")} ${word}`).join(", ");
}

/** What an allowance counts, in words: "requests", "URLs". */
export function countedWhat({ kind }: AccountSending): string {
  return kind === "files" ? "URLs" : "requests";
}

/** Whole numbers as they are, small ones with what matters: "490", "0.083". */
export function shortNumber(value: number): string {
  return value.toLocaleString(
    "en",
    value < 10 ? { maximumSignificantDigits: 2 } : { maximumFractionDigits: 0 },
  );
}

/** "12 queued, 3 scheduled"; null when nothing waits. */
export function waitingInWords({ queued, scheduled, sending }: AccountSending): string | null {
  const parts = [
    [queued, "queued"],
    [scheduled, "scheduled"],
    [sending, "sending"],
  ] as const;
  const told = parts.filter(([many]) => many > 0);
  return told.length === 0
    ? null
    : told.map(([many, word]) => `${many.toLocaleString("en")} ${word}`).join(", ");
}
