import { readFileTarget } from "@/lib/edge/file-target";
import { fileText } from "@/lib/schemas/files";
import type { SelectorKind } from "@/lib/schemas/words";

const mostNamed = 5;

/**
 * What a purge names, for a sentence of the record. Its details have all of it. "Everything" alone would be read as the
 * tenant's own: it is called by its zone.
 */
export function scopeInWords({
  selectorKind,
  targets,
  environment,
  zone,
}: {
  selectorKind: SelectorKind;
  targets: readonly string[];
  environment: string | null;
  zone: { name: string };
}): string {
  const named = targets
    .slice(0, mostNamed)
    .map((target) => (selectorKind === "files" ? fileText(readFileTarget(target)) : target));
  const more = targets.length > mostNamed ? ` and ${targets.length - mostNamed} more` : "";
  const what =
    selectorKind === "everything" ? `everything of the zone ${zone.name}` : named.join(", ") + more;
  return environment === null ? what : `${what} (environment ${environment})`;
}
