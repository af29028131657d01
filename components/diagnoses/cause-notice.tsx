import { Badge, type Tone } from "@/components/ui/badge";
import { cx } from "@/components/ui/class-names";
import type { Diagnosis } from "@/lib/schemas/diagnoses";
import { afterCause, causeWords, confidenceWords } from "./cause-words";

const boxes: Record<Tone, string> = {
  fresh: "border-fresh-line bg-fresh-soft",
  cold: "border-cold-line bg-cold-soft",
  old: "border-old-line bg-old-soft",
  broken: "border-broken-line bg-broken-soft",
  outside: "border-outside-line bg-outside-soft",
  unknown: "border-dashed border-control bg-panel",
  neutral: "border-hairline bg-raised",
  accent: "border-hairline bg-raised",
};

/** The one cause: its words, the sentence, how sure it is, and what to do. */
export function CauseNotice({ diagnosis }: { diagnosis: Diagnosis }) {
  const { word, tone } = causeWords[diagnosis.cause];
  return (
    <div className={cx("rounded-md border px-3 py-2.5", boxes[tone])}>
      <p className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
        <Badge tone={tone} className="h-auto whitespace-normal!">
          {word}
        </Badge>
        <span className="text-sm text-muted">{confidenceWords[diagnosis.confidence]}</span>
      </p>
      <p className="mt-1 max-w-prose font-medium wrap-anywhere">{afterCause(diagnosis)}</p>
      <p className="mt-1 max-w-prose wrap-anywhere">
        <span className="text-muted">Next: </span>
        {diagnosis.nextStep}
      </p>
    </div>
  );
}
