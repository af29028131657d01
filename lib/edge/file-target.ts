import { fileHeaders, type FileTarget, fileUrl, type KeyedFile } from "@/lib/schemas/files";

/** How a file is kept: the URL itself, or with cache-key headers a JSON text that begins with "{". */
export function writeFileTarget(file: FileTarget): string {
  const headers = fileHeaders(file);
  return headers.length === 0
    ? fileUrl(file)
    : JSON.stringify({ url: fileUrl(file), headers: Object.fromEntries(headers) });
}

/** The other way round. */
export function readFileTarget(target: string): FileTarget {
  return target.startsWith("{") ? (JSON.parse(target) as KeyedFile) : target;
}
