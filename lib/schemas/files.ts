// No zod in here: the browser loads this file.

/**
 * The most targets that one request may name on any plan: files on Enterprise, all else everywhere
 * (https://developers.cloudflare.com/cache/how-to/purge-cache/#availability-and-limits).
 */
export const mostFiles = 500;
export const mostItems = 100;

/** A URL to purge, with the request headers that are part of its cache key. */
export interface KeyedFile {
  url: string;
  headers: Record<string, string>;
}

/** A URL to purge: alone, or with cache-key headers. */
export type FileTarget = string | KeyedFile;

/** The URL of a file. */
export function fileUrl(file: FileTarget): string {
  return typeof file === "string" ? file : file.url;
}

/** The cache-key headers of a file, in the order in which they are kept. */
export function fileHeaders(file: FileTarget): [name: string, value: string][] {
  if (typeof file === "string") return [];
  return Object.entries(file.headers).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** A file in one line: "https://acme.example.com/ · Accept-Language: de · CF-Device-Type: mobile". */
export function fileText(file: FileTarget): string {
  const headers = fileHeaders(file).map(([name, value]) => `${name}: ${value}`);
  return [fileUrl(file), ...headers].join(" · ");
}
