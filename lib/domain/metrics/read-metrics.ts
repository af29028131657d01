import { measureSealing } from "@/lib/domain/audit/read-sealing";
import { readSending } from "@/lib/domain/sending/read-sending";
import { now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/database";
import { environment } from "@/lib/platform/environment";
import { log } from "@/lib/platform/log";
import { type Measured, writeMetrics } from "@/lib/platform/metrics";
import type { AccountSending } from "@/lib/schemas/sending";

type Read = (account: AccountSending) => number;

const secondsUntil = (time: string | null) =>
  time === null ? 0 : Math.max(0, (Date.parse(time) - now().getTime()) / 1000);
const secondsSince = (time: string | null) =>
  time === null ? 0 : Math.max(0, (now().getTime() - Date.parse(time)) / 1000);

/** One value for each account, plan and kind of allowance. */
const ofAccounts: [name: string, help: string, read: Read][] = [
  ["allowance_tokens", "Tokens that may be used now.", ({ tokens }) => tokens],
  ["allowance_bucket_tokens", "Tokens that Cloudflare's bucket holds.", ({ bucket }) => bucket],
  [
    "allowance_reserved_tokens",
    "Tokens that are kept for people's purges.",
    ({ keptForPeople }) => keptForPeople,
  ],
  [
    "allowance_tokens_per_second",
    "Tokens that come back in a second by the plan.",
    ({ perSecond }) => perSecond,
  ],
  [
    "allowance_believed_tokens_per_second",
    "Tokens that are believed to come back in a second: less after a 429.",
    ({ believedPerSecond }) => believedPerSecond,
  ],
  [
    "account_paused_seconds",
    "For how much longer nothing is sent after a 429; 0 when not paused.",
    ({ pausedUntil }) => secondsUntil(pausedUntil),
  ],
  ["account_failures_in_row", "Calls that failed in a row.", ({ failuresInRow }) => failuresInRow],
  ["account_retries_left", "Retries that the quota allows now.", ({ retriesLeft }) => retriesLeft],
  ["purges_late", "Purges that wait for more than a minute.", ({ late }) => late],
  [
    "oldest_waiting_seconds",
    "How long the oldest waiting purge has waited; 0 when none waits.",
    ({ oldestAt }) => secondsSince(oldestAt),
  ],
];

const breakerStates = ["closed", "half_open", "open"] as const;
const waitingStates = ["scheduled", "queued", "sending"] as const;

const labelsOf = ({ accountId, plan, kind }: AccountSending) => ({
  account: accountId,
  plan,
  kind,
});

function measureSending(accounts: AccountSending[]): Measured[] {
  const byState = <State extends string>(
    states: readonly State[],
    read: (a: AccountSending, s: State) => number,
  ) =>
    accounts.flatMap((account) =>
      states.map((state) => ({
        labels: { ...labelsOf(account), state },
        value: read(account, state),
      })),
    );
  return [
    ...ofAccounts.map(([name, help, read]) => ({
      name,
      help,
      values: accounts.map((account) => ({ labels: labelsOf(account), value: read(account) })),
    })),
    {
      name: "account_breaker",
      help: "1 for the state that the account's breaker is in. open: nothing is sent.",
      values: byState(breakerStates, ({ breaker }, state) => (breaker === state ? 1 : 0)),
    },
    {
      name: "purges_waiting",
      help: "Purges that have not ended, by state.",
      values: byState(waitingStates, (account, state) => account[state]),
    },
  ];
}

/** How the audit record is sealed. An alarm is anything but 0 for audit_alarm. */
async function measureAudit(): Promise<Measured[]> {
  const { head, pending, sealAgeMs, places, state } = await measureSealing();
  const at = now().getTime();
  return [
    {
      name: "audit_entries",
      help: "Entries in the audit record's chain.",
      values: [{ value: head.seq }],
    },
    {
      name: "audit_pending_entries",
      help: "Audit entries that are committed and in no chain yet.",
      values: [{ value: pending }],
    },
    {
      name: "audit_seal_age_seconds",
      help: "Age of the newest seal; +Inf: there is none.",
      values: [{ value: sealAgeMs === null ? Infinity : sealAgeMs / 1000 }],
    },
    {
      name: "audit_place_behind_seconds",
      help: "For how long a place has not held all seals, as this process sees it.",
      values: places.map(({ kind, name, completeAt }) => ({
        labels: { kind, place: name },
        value: (at - completeAt.getTime()) / 1000,
      })),
    },
    {
      name: "audit_alarm",
      help: "1 when the record was not sealed for minutes, or a place is without the newest seals for minutes.",
      values: [{ value: state === "sealed" ? 0 : 1 }],
    },
  ];
}

/** What only the database knows; null when it does not answer, which is measured, too. */
async function measureDatabase(): Promise<Measured[] | null> {
  try {
    const [accounts, openFailures, audit] = await Promise.all([
      readSending(),
      db().purge.count({ where: { status: "failed", resolvedAt: null } }),
      measureAudit(),
    ]);
    return [
      ...measureSending(accounts),
      ...audit,
      {
        name: "failures_open",
        help: "Failed purges that nobody has closed or sent again.",
        values: [{ value: openFailures }],
      },
    ];
  } catch (error) {
    log().warn({ err: error }, "the database could not be measured");
    return null;
  }
}

/**
 * Everything that Prometheus may know: how sending stands and what this process has done. No names of
 * tenants or people, no targets, no secrets.
 */
export async function readMetrics(): Promise<{ contentType: string; text: string }> {
  const { mode, version } = environment();
  const measured = await measureDatabase();
  return writeMetrics([
    {
      name: "info",
      help: "Always 1: the version of the console and whether it sends to Cloudflare.",
      values: [{ labels: { mode, version }, value: 1 }],
    },
    {
      name: "database_up",
      help: "Whether the database answered; without it what waits is not known.",
      values: [{ value: measured === null ? 0 : 1 }],
    },
    ...(measured ?? []),
  ]);
}
