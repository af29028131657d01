import type { Selector } from "@/lib/schemas/purges";
import type { PurgeMethod } from "@/lib/schemas/words";
import { countedKind, methodVerb, targetsOf } from "./scope-words";

/** What a purge names, exactly, in one line: "Purge tenant:42", and how many more there are. */
export function ScopeText({ selector, method }: { selector: Selector; method?: PurgeMethod }) {
  const targets = targetsOf(selector);
  const [first] = targets.values;
  const verb = method === undefined ? null : methodVerb[method];
  // A tag is told by its look; "tag" before each would push the tag itself out of the column.
  const isOneTag = targets.kind === "tags" && targets.values.length === 1 && verb !== null;
  const kind = isOneTag ? "" : countedKind(targets);
  return (
    <span
      className="flex max-w-full min-w-0 items-baseline gap-1.5"
      title={targets.values.join("\n") || undefined}
    >
      <span className="shrink-0 text-muted">{[verb, kind].filter(Boolean).join(" ")}</span>
      {first !== undefined && (
        <span className="min-w-0 truncate font-mono text-[0.93em]">{first}</span>
      )}
      {targets.values.length > 1 && (
        <span className="shrink-0 text-muted">+{targets.values.length - 1}</span>
      )}
    </span>
  );
}
