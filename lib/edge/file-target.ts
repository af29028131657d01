/** A URL to purge, with the headers that are part of its cache key. */
export interface KeyedFile {
  url: string;
  headers: Record<string, string>;
}

/** How a file is kept and shown: the URL itself, or with cache-key headers a JSON text that begins with "{". */
export function writeFileTarget(file: string | KeyedFile): string {
  if (typeof file === "string") return file;
  const headers = Object.entries(file.headers).sort(([a], [b]) => (a < b ? -1 : 1));
  return headers.length === 0
    ? file.url
    : JSON.stringify({ url: file.url, headers: Object.fromEntries(headers) });
}

/** The other way round. */
export function readFileTarget(target: string): string | KeyedFile {
  return target.startsWith("{") ? (JSON.parse(target) as KeyedFile) : target;
}
