import { meaningBefore, type CacheMeaning } from "@/components/probes/probe-words";
import { cx } from "@/components/ui/class-names";
import { runsOf } from "./watch-sums";

/** As many as fit beside each other in a row. */
const shown = 24;
/** How many runs a screen reader is told. */
const told = 4;

const looks: Record<CacheMeaning | "error", string> = {
  fresh: "bg-fresh-soft text-fresh",
  cold: "bg-cold-soft text-cold",
  old: "bg-old-soft text-old",
  outside: "bg-outside-soft text-outside",
  unknown: "hatched text-muted",
  neutral: "bg-fresh-soft text-fresh",
  error: "bg-broken-soft text-broken",
};

/** Beside the colour each answer has the first letter of Cloudflare's word; "–" where there was none, "!" no answer. */
function letterOf(status: string): string {
  if (status === "NONE") return "–";
  return status === "ERROR" ? "!" : status.charAt(0);
}

function lookOf(status: string): string {
  return looks[status === "ERROR" ? "error" : meaningBefore(status)];
}

function inWords(seen: readonly string[]): string {
  const runs = runsOf(seen)
    .slice(0, told)
    .map(({ status, times }) => (times === 1 ? status : `${status} ${times} times`));
  return runs.length === 0 ? "No answer yet" : `Newest first: ${runs.join(", ")}`;
}

/** The newest answers of a page side by side, the newest at the right. */
export function SeenStrip({ seen }: { seen: readonly string[] }) {
  const newest = seen.slice(-shown);
  return (
    <>
      <span aria-hidden className="flex gap-px font-mono text-[0.6875rem] leading-4">
        {newest.map((status, at) => (
          <span
            key={seen.length - newest.length + at}
            title={status}
            className={cx("w-4 rounded-[2px] text-center", lookOf(status))}
          >
            {letterOf(status)}
          </span>
        ))}
      </span>
      <span className="sr-only">{inWords(seen)}</span>
    </>
  );
}
