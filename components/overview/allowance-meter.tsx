import { Time } from "@/components/ui/time";
import type { AccountSending } from "@/lib/schemas/sending";
import { countedWhat, isSlowed, shortNumber } from "./sending-words";

const width = 80;
const height = 8;

/** How full the bucket is, and the part at its beginning that is kept for people. The words say the same. */
function Bucket({ tokens, bucket, keptForPeople }: AccountSending) {
  const at = (value: number) => Math.min(width, Math.max(0, (value / bucket) * width));
  return (
    <svg aria-hidden viewBox={`0 0 ${width} ${height}`} className="block h-2 w-20 shrink-0">
      <rect width={width} height={height} rx="2" className="fill-inset" />
      <rect width={at(tokens)} height={height} rx="2" className="fill-outside-mark" />
      <rect
        x={at(keptForPeople)}
        width="1.5"
        height={height}
        className={tokens > keptForPeople ? "fill-panel" : "fill-outside-mark"}
      />
    </svg>
  );
}

/** What may be sent at once, of how much, and how much comes back a second. */
export function AllowanceMeter({ account }: { account: AccountSending }) {
  const { tokens, bucket, perSecond, believedPerSecond, keptForPeople, lastLimitedAt } = account;
  const free = Math.floor(tokens);
  return (
    <div className="flex flex-col gap-0.5">
      <span className="flex flex-wrap items-center gap-x-2">
        <Bucket {...account} tokens={free} />
        <span className="tabular whitespace-nowrap">
          <span className="font-mono">{shortNumber(free)}</span>
          <span className="text-muted">
            {" of "}
            {shortNumber(bucket)} {countedWhat(account)}
          </span>
        </span>
      </span>
      <span className="text-xs text-muted">
        {isSlowed(account) ? (
          <>
            <span className="text-old">
              {shortNumber(believedPerSecond)} of {shortNumber(perSecond)} a second
            </span>
            , since a 429 {lastLimitedAt !== null && <Time value={lastLimitedAt} />}.{" "}
          </>
        ) : (
          `${shortNumber(perSecond)} a second. `
        )}
        {shortNumber(keptForPeople)} kept for people
      </span>
    </div>
  );
}
