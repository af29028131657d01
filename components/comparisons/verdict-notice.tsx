import { Badge, type Tone } from "@/components/ui/badge";
import { cx } from "@/components/ui/class-names";
import type { Verdict } from "@/lib/schemas/comparisons";
import { afterWord, verdictWords } from "./verdict-words";

const boxes: Partial<Record<Tone, string>> = {
  fresh: "border-fresh-line bg-fresh-soft",
  cold: "border-cold-line bg-cold-soft",
  old: "border-old-line bg-old-soft",
  broken: "border-broken-line bg-broken-soft",
  outside: "border-outside-line bg-outside-soft",
  unknown: "border-dashed border-control bg-panel",
  neutral: "border-hairline bg-raised",
};

function Reasons({ reasons }: { reasons: readonly string[] }) {
  return (
    <ul className="mt-1 list-disc pl-5 text-sm text-muted marker:text-faint">
      {reasons.map((reason) => (
        <li key={reason} className="wrap-anywhere">
          {reason}
        </li>
      ))}
    </ul>
  );
}

/** The verdict: its word, the sentence, and under it what it rests on or what is missing; `brief` folds that away. */
export function VerdictNotice({ verdict, brief = false }: { verdict: Verdict; brief?: boolean }) {
  const { word, tone } = verdictWords[verdict.code];
  return (
    <div className={cx("rounded-md border px-3 py-2", boxes[tone])}>
      <p className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
        <Badge tone={tone}>{word}</Badge>
        <span className="min-w-0 font-medium wrap-anywhere">{afterWord(verdict)}</span>
      </p>
      {verdict.reasons.length > 0 &&
        (brief ? (
          <details className="mt-1">
            <summary className="min-h-6 w-fit text-sm text-muted">What this rests on</summary>
            <Reasons reasons={verdict.reasons} />
          </details>
        ) : (
          <Reasons reasons={verdict.reasons} />
        ))}
    </div>
  );
}
