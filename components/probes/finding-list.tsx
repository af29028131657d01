import { Badge } from "@/components/ui/badge";
import type { Finding } from "@/lib/schemas/probes";
import { findingWords } from "./finding-words";

/** What probes noticed beside the cache status: each with its reason. Nothing when there is nothing. */
export function FindingList({ findings, label }: { findings: readonly Finding[]; label: string }) {
  if (findings.length === 0) return null;
  return (
    <ul aria-label={label} className="flex min-w-0 flex-col gap-1.5">
      {findings.map(({ code, reason }) => (
        <li key={`${code} ${reason}`} className="min-w-0 text-sm whitespace-normal wrap-anywhere">
          <Badge tone={findingWords[code].tone} className="mr-1.5">
            {findingWords[code].word}
          </Badge>
          <span className="text-muted">{reason}</span>
        </li>
      ))}
    </ul>
  );
}
