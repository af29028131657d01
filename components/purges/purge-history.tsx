import { ArrowRight } from "lucide-react";
import type { PurgeDetail } from "@/lib/schemas/purges";
import { statusWords } from "./purge-words";
import { StepTime } from "./timeline-step";

/** Every change of a purge's state, with its cause: for whoever has to know exactly. */
export function PurgeHistory({ purge: { history } }: { purge: PurgeDetail }) {
  if (history.length === 0) return null;
  const changes = history.length - 1;
  return (
    <details className="mt-3 border-t border-hairline pt-2">
      <summary className="min-h-6 w-fit text-sm text-muted">
        Every state it was in
        {changes > 0 && `, ${changes} ${changes === 1 ? "change" : "changes"}`}
      </summary>
      <ol aria-label="Every state it was in" className="mt-1 flex flex-col gap-1 text-sm">
        {history.map(({ at, from, to, cause }, index) => (
          <li
            key={index}
            className="grid gap-x-3 sm:grid-cols-[4.5rem_14rem_minmax(0,1fr)] sm:items-baseline"
          >
            <span className="font-mono text-muted">
              <StepTime at={at} since={history[index - 1]?.at ?? null} />
            </span>
            <span className="flex items-center gap-1.5">
              {from !== null && (
                <>
                  {statusWords[from]}
                  <ArrowRight aria-label="then" className="size-3 shrink-0 text-muted" />
                </>
              )}
              {statusWords[to]}
            </span>
            <span className="min-w-0 wrap-anywhere text-muted">{cause}</span>
          </li>
        ))}
      </ol>
    </details>
  );
}
