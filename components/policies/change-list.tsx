import { Badge } from "@/components/ui/badge";
import type { ChangedPart } from "@/lib/schemas/policy-changes";
import { isLooser, partInWords, valueInWords } from "./policy-words";

/** What differs between two versions of the policy, part by part. */
export function ChangeList({ changes }: { changes: readonly ChangedPart[] }) {
  return (
    <ul className="divide-y divide-hairline" aria-label="Changes">
      {changes.map((change) => (
        <li key={change.part} className="py-1 wrap-anywhere">
          <span className="flex flex-wrap items-center gap-2">
            {partInWords(change.part)}
            {isLooser(change) && <Badge tone="old">Lets more through</Badge>}
          </span>
          <span className="text-sm text-muted">
            {valueInWords(change.before)} → <strong>{valueInWords(change.after)}</strong>
          </span>
        </li>
      ))}
    </ul>
  );
}
