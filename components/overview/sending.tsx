import { Check, CirclePause, Hourglass, OctagonX, RefreshCw, TrendingDown } from "lucide-react";
import Link from "next/link";
import { useState, type ReactNode } from "react";
import { LateBadge } from "@/components/purges/purge-badges";
import { Badge, type Tone } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Copyable } from "@/components/ui/copy";
import { Section } from "@/components/ui/section";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { AccountSending } from "@/lib/schemas/sending";
import { AllowanceMeter } from "./allowance-meter";
import {
  needsEyes,
  sendingState,
  troubledFirst,
  troubleInWords,
  waitingInWords,
  type SendingState,
} from "./sending-words";

/** Quiet accounts beyond so many are folded away; those that need eyes never are. */
const few = 5;

const looks: Record<SendingState, { word: string; tone: Tone; icon: ReactNode }> = {
  stopped: { word: "Stopped", tone: "broken", icon: <OctagonX aria-hidden /> },
  trying: { word: "Trying again", tone: "old", icon: <RefreshCw aria-hidden /> },
  paused: { word: "Paused", tone: "old", icon: <CirclePause aria-hidden /> },
  usedUp: { word: "Used up", tone: "neutral", icon: <Hourglass aria-hidden /> },
  slowed: { word: "Slowed", tone: "neutral", icon: <TrendingDown aria-hidden /> },
  normal: { word: "Sending", tone: "neutral", icon: <Check aria-hidden /> },
};

function failedCalls({ failuresInRow }: AccountSending): string {
  return `${failuresInRow} ${failuresInRow === 1 ? "call" : "calls"} failed in a row`;
}

/** The breaker and the pause, in words. */
function StateWords({ account, state }: { account: AccountSending; state: SendingState }) {
  switch (state) {
    case "stopped":
      return (
        <>
          Breaker open: {failedCalls(account)}.{" "}
          {account.sending > 0 ? (
            "Another is under way"
          ) : (
            <>
              One is tried at <Time value={account.openUntil} mode="clock" />
            </>
          )}
        </>
      );
    case "trying":
      return <>Breaker half-open: {failedCalls(account)}, the next one decides</>;
    case "paused":
      return (
        <>
          Rate limit met: until <Time value={account.pausedUntil} mode="clock" />, breaker closed
        </>
      );
    case "usedUp":
      return <>What waits goes as the allowance comes back, breaker closed</>;
    case "slowed":
    case "normal":
      return <>Breaker closed</>;
  }
}

function AccountCell({ account: { zones, plan, accountId, kind } }: { account: AccountSending }) {
  const names = zones.join(", ");
  return (
    <div className="min-w-0">
      <span className="block truncate font-medium" title={names}>
        {names || "No zone any more"}
      </span>
      <span className="flex items-center gap-x-1.5 text-xs text-muted">
        <span className="min-w-0 truncate">
          {plan}
          {kind === "files" && ", purges by URL"}
        </span>
        <Copyable value={accountId} label="account id" quiet className="shrink-0">
          {accountId.slice(0, 8)}
        </Copyable>
      </span>
    </div>
  );
}

function AccountRow({ account }: { account: AccountSending }) {
  const state = sendingState(account);
  const { word, tone, icon } = looks[state];
  const waiting = waitingInWords(account);
  return (
    <Tr>
      <Td label="Account">
        <AccountCell account={account} />
      </Td>
      <Td label="State">
        <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
          <Badge tone={tone} icon={icon}>
            {word}
          </Badge>
          <span className="text-muted">
            <StateWords account={account} state={state} />
          </span>
        </span>
      </Td>
      <Td label="Allowance">
        <AllowanceMeter account={account} />
      </Td>
      <Td label="Waiting">
        <span className="flex flex-wrap items-center gap-x-2">
          {waiting ?? <span className="text-muted">Nothing waits</span>}
          {account.late > 0 && (
            <Link
              href="/purges?status=late"
              className="inline-flex min-h-6 items-center gap-1 hover:text-accent-text hover:underline"
            >
              <span className="font-mono">{account.late.toLocaleString("en")}</span>
              <LateBadge />
            </Link>
          )}
        </span>
      </Td>
      <Td label="Oldest">
        {account.oldestAt === null ? (
          <span className="text-muted">None</span>
        ) : (
          <Time value={account.oldestAt} />
        )}
      </Td>
    </Tr>
  );
}

/** For each Cloudflare account: whether it sends, how much it may, what waits. */
export function Sending({ accounts }: { accounts: readonly AccountSending[] }) {
  const [all, setAll] = useState(false);
  const sorted = troubledFirst(accounts);
  const shown = all ? sorted : sorted.filter((one, index) => index < few || needsEyes(one));
  const trouble = troubleInWords(accounts);
  return (
    <Section
      title="Sending to Cloudflare"
      note={trouble === null ? undefined : <span className="font-medium text-old">{trouble}</span>}
      flush
    >
      {accounts.length === 0 ? (
        <p className="px-3 py-3 text-muted">
          Nothing was sent yet. Each account appears with its first purge.
        </p>
      ) : (
        <Table label="Sending to Cloudflare" stacked className="sm:min-w-[56rem] sm:table-fixed">
          <thead>
            <tr>
              <Th className="w-[23%]">Account</Th>
              <Th>State</Th>
              <Th className="w-[26%]">Allowance</Th>
              <Th className="w-[17%]">Waiting</Th>
              <Th className="w-24">Oldest</Th>
            </tr>
          </thead>
          <tbody>
            {shown.map((account) => (
              <AccountRow
                key={`${account.accountId} ${account.plan} ${account.kind}`}
                account={account}
              />
            ))}
          </tbody>
        </Table>
      )}
      {shown.length < sorted.length && (
        <div className="px-3 py-2">
          <Button size="sm" onClick={() => setAll(true)}>
            Show {sorted.length - shown.length} more
          </Button>
        </div>
      )}
    </Section>
  );
}
