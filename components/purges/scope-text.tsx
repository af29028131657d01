import type { Selector } from "@/lib/schemas/purges";
import { cx } from "@/components/ui/class-names";
import type { PurgeMethod, SelectorKind } from "@/lib/schemas/words";
import { countedKind, methodVerb, targetsOf } from "./scope-words";

function endMatters(kind: SelectorKind): boolean {
  return kind === "files" || kind === "prefixes";
}

/** What a purge names, exactly, in one line: "Purge tenant:42", "Purge 3 URLs" and the first of them. */
export function ScopeText({
  selector,
  method,
  environment = null,
}: {
  selector: Selector;
  method?: PurgeMethod;
  /** What the zone's environment is called; null: production. */
  environment?: string | null;
}) {
  const targets = targetsOf(selector);
  const [first] = targets.values;
  const verb = method === undefined ? null : methodVerb[method];
  // One tag or URL is told by its look; the word before it would push it out of a narrow column.
  const isPlain = targets.kind === "tags" || targets.kind === "files";
  const isObvious = isPlain && targets.values.length === 1 && verb !== null;
  const kind = isObvious ? "" : countedKind(targets);
  return (
    <span
      className="flex max-w-full min-w-0 items-baseline gap-x-1.5 max-sm:flex-wrap"
      title={targets.values.join("\n") || kind || undefined}
    >
      <span className={cx("text-muted", first === undefined ? "min-w-0 truncate" : "shrink-0")}>
        {[verb, kind].filter(Boolean).join(" ")}
      </span>
      {first !== undefined && (
        <span
          className={cx(
            "min-w-0 truncate font-mono text-[0.93em]",
            // A URL that is too long loses its beginning, which all of a tenant's have in common.
            endMatters(targets.kind) && "[direction:rtl]",
          )}
        >
          <bdi dir="ltr">{first}</bdi>
        </span>
      )}
      {environment !== null && (
        <span className="max-w-24 shrink-0 truncate text-muted">in {environment}</span>
      )}
    </span>
  );
}
