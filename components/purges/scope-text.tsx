import type { Selector } from "@/lib/schemas/purges";
import type { PurgeMethod } from "@/lib/schemas/words";
import { countedKind, methodVerb, targetsOf } from "./scope-words";

/** What a purge names, exactly, in one line: "Purge tag tenant:42", and how many more there are. */
export function ScopeText({ selector, method }: { selector: Selector; method?: PurgeMethod }) {
  const targets = targetsOf(selector);
  const [first] = targets.values;
  const verb = method === undefined ? null : methodVerb[method];
  const kind = countedKind(targets);
  return (
    <span
      className="flex max-w-full min-w-0 items-baseline gap-1.5"
      title={targets.values.join("\n") || undefined}
    >
      <span className="shrink-0 text-muted">{verb === null ? kind : `${verb} ${kind}`}</span>
      {first !== undefined && (
        <span className="min-w-0 truncate font-mono text-[0.93em]">{first}</span>
      )}
      {targets.values.length > 1 && (
        <span className="shrink-0 text-muted">+{targets.values.length - 1}</span>
      )}
    </span>
  );
}
