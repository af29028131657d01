import type { CacheEntry } from "./cache-entry";
import type { EncodingClass } from "./cache-key";

/** What one purge names, already checked and normalised. Tags are in lower case. */
export type PurgeSelector =
  | { kind: "tags"; tags: ReadonlySet<string> }
  | { kind: "hosts"; hosts: ReadonlySet<string> }
  | { kind: "prefixes"; prefixes: readonly { host: string; path: string }[] }
  | { kind: "files"; files: readonly PurgedFile[] }
  | { kind: "everything" };

/** One URL to purge: all its variants, or only one encoding of it. */
export interface PurgedFile {
  primaryKey: string;
  encoding: EncodingClass | undefined;
}

/**
 * Whether a purge names a cached answer. Tags are OR-ed and compared without case (docs:
 * purge-by-tags); a prefix means "starts with", so "host/bill" names "host/billing" too, and a host
 * alone names that whole host (docs: purge_by_prefix); a file names the URL with its query.
 */
export function selectorNames(selector: PurgeSelector, entry: CacheEntry): boolean {
  switch (selector.kind) {
    case "everything":
      return true;
    case "tags":
      return [...entry.tags].some((tag) => selector.tags.has(tag));
    case "hosts":
      return selector.hosts.has(entry.location.host);
    case "prefixes":
      return selector.prefixes.some(
        (prefix) =>
          prefix.host === entry.location.host &&
          (entry.location.path + entry.location.query).startsWith(prefix.path),
      );
    case "files":
      return selector.files.some(
        (file) =>
          file.primaryKey === entry.primaryKey &&
          (file.encoding === undefined ||
            entry.encoding === "any" ||
            file.encoding === entry.encoding),
      );
  }
}
