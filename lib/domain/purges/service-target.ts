import { type FileTarget, fileText } from "@/lib/schemas/files";
import type { SelectorKind } from "@/lib/schemas/words";
import {
  type NormalTarget,
  normaliseFile,
  normaliseHost,
  normalisePrefix,
  normaliseTag,
} from "./normalise-target";

/** A target as it is sent and kept, and its host when it has one. */
export interface SentTarget {
  value: string;
  host: string | null;
}

/**
 * A service's prefix stays open where it is: it means what it means at Cloudflare. Only people, who may not
 * know that "/t/acme" matches "/t/acme-corp" too, get a slash.
 */
function servicePrefix(typed: string): NormalTarget {
  const normal = normalisePrefix(typed);
  const isOpen = typed.includes("/") && !typed.endsWith("/");
  if ("problem" in normal || !isOpen || !normal.value.endsWith("/")) return normal;
  return { ...normal, value: normal.value.slice(0, -1) };
}

/** A target that a service names, as it is sent and kept, or why it cannot be. */
export function normaliseServiceTarget(
  kind: SelectorKind,
  typed: FileTarget,
  edgePort: string | null,
): NormalTarget {
  if (kind === "files") return normaliseFile(typed, edgePort);
  const text = fileText(typed);
  if (kind === "prefixes") return servicePrefix(text);
  return kind === "hosts" ? normaliseHost(text) : normaliseTag(text);
}
