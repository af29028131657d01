import { cx } from "@/components/ui/class-names";
import type { Results } from "./activity-sums";

const stripes = "activity-failed";
const dots = "activity-waiting";

/** The patterns that tell failed and waiting from accepted without colour. Once on the page. */
export function BarPatterns() {
  return (
    <svg aria-hidden width="0" height="0" className="absolute">
      <defs>
        <pattern
          id={stripes}
          width="5"
          height="5"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect width="5" height="5" className="fill-broken-mark" />
          <rect width="2" height="5" className="fill-panel" opacity="0.55" />
        </pattern>
        <pattern id={dots} width="4" height="4" patternUnits="userSpaceOnUse">
          <rect width="4" height="4" className="fill-panel" />
          <circle cx="2" cy="2" r="1" className="fill-control" />
        </pattern>
      </defs>
    </svg>
  );
}

/** One stacked bar: accepted below, waiting on it, failed on top; `max` fills the height. */
export function Bar({
  results,
  max,
  className,
}: {
  results: Results;
  max: number;
  /** Its height. */
  className: string;
}) {
  const share = (count: number) => (count / max) * 100;
  const accepted = share(results.accepted);
  const waiting = share(results.waiting);
  // A single failure among a thousand has to be seen: two pixels at least, by the rect below.
  const failed = share(results.failed);
  return (
    <svg aria-hidden className={cx("block w-full overflow-visible", className)}>
      <rect
        width="100%"
        y={`${100 - accepted}%`}
        height={`${accepted}%`}
        className="fill-outside-mark"
      />
      <rect
        width="100%"
        y={`${100 - accepted - waiting}%`}
        height={`${waiting}%`}
        fill={`url(#${dots})`}
        className="stroke-control"
        strokeWidth={waiting > 0 ? 1 : 0}
      />
      <g transform={results.failed > 0 ? "translate(0 -1)" : undefined}>
        <rect
          width="100%"
          y={`${100 - accepted - waiting - failed}%`}
          height={`${failed}%`}
          fill={`url(#${stripes})`}
          className="stroke-broken-mark"
          strokeWidth={failed > 0 ? 1.5 : 0}
        />
      </g>
    </svg>
  );
}

function Swatch({ fill, stroke }: { fill: string; stroke: string }) {
  return (
    <svg aria-hidden className="size-3 shrink-0">
      <rect x="0.5" y="0.5" width="11" height="11" rx="2" fill={fill} className={stroke} />
    </svg>
  );
}

/** What the fillings of the bars mean. */
export function Legend() {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
      <li className="flex items-center gap-1.5">
        <Swatch fill="var(--outside-mark)" stroke="stroke-outside-mark" />
        Accepted by Cloudflare
      </li>
      <li className="flex items-center gap-1.5">
        <Swatch fill={`url(#${dots})`} stroke="stroke-control" />
        Waiting
      </li>
      <li className="flex items-center gap-1.5">
        <Swatch fill={`url(#${stripes})`} stroke="stroke-broken-mark" />
        Failed
      </li>
    </ul>
  );
}
