import { mostImported } from "./directory-changes";
import { AppError } from "./errors";

// Tenants in other forms than JSON, made into what the import file has. What they hold is checked as its.

/** Of a text, those without a tenant among them. */
const mostLines = 2 * mostImported;
const columns = ["id", "slug", "name", "zone", "hosts", "pages"] as const;

function refuseLine(line: number, message: string): never {
  throw new AppError("invalid_input", `line ${line}: ${message}`, [
    { path: `line ${line}`, message },
  ]);
}

function refuseLength(): never {
  throw new AppError("too_large", `At most ${mostLines} lines fit in one import.`);
}

/** NDJSON: one tenant a line. @throws AppError invalid_input naming the line */
export function readTenantLines(text: string): { tenants: unknown[] } {
  const lines = text.split("\n");
  if (lines.length > mostLines) refuseLength();
  const tenants = lines.flatMap((line, index) => {
    if (line.trim() === "") return [];
    try {
      return [JSON.parse(line) as unknown];
    } catch {
      return refuseLine(index + 1, "is not valid JSON");
    }
  });
  return { tenants };
}

const special = /[",\r\n]/g;

/** The cell that begins at a place, and where it ends. Quoted with quotes doubled, or bare (RFC 4180). */
function readCell(text: string, at: number): { value: string; end: number } | null {
  if (text[at] !== '"') {
    special.lastIndex = at;
    const end = special.exec(text)?.index ?? text.length;
    return { value: text.slice(at, end), end };
  }
  let quote = text.indexOf('"', at + 1);
  while (quote !== -1 && text[quote + 1] === '"') quote = text.indexOf('"', quote + 2);
  if (quote === -1) return null;
  return { value: text.slice(at + 1, quote).replaceAll('""', '"'), end: quote + 1 };
}

function readRows(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length || row.length > 0) {
    const cell = readCell(text, at);
    const line = rows.length + 1;
    if (cell === null) return refuseLine(line, "has a quote that is not closed");
    row.push(cell.value);
    const stop = /^(,|\r?\n|$)/.exec(text.slice(cell.end, cell.end + 2));
    const [ending = ""] =
      stop ?? refuseLine(line, "has text beside a quoted cell, or a quote within a bare one");
    at = cell.end + ending.length;
    if (ending === ",") continue;
    rows.push(row);
    row = [];
    if (rows.length > mostLines) refuseLength();
  }
  return rows;
}

const words = (text: string) => text.split(" ").filter((word) => word !== "");

/**
 * CSV with the columns id, slug, name, zone, hosts and, if wanted, pages, in any order; hosts and pages have
 * spaces between them.
 *
 * @throws AppError invalid_input naming the line
 */
export function readTenantTable(text: string): { tenants: unknown[] } {
  const [head = [], ...rows] = readRows(text.replace(/^\uFEFF/, ""));
  const unknown = head.find((name) => !(columns as readonly string[]).includes(name));
  if (unknown !== undefined)
    refuseLine(1, `"${unknown.slice(0, 100)}" is not one of the columns ${columns.join(", ")}`);
  if (new Set(head).size !== head.length) refuseLine(1, "has a column twice");
  const missing = columns.find((name) => name !== "pages" && !head.includes(name));
  if (missing !== undefined) refuseLine(1, `has no column ${missing}`);
  const tenants = rows.flatMap((row, index) => {
    if (row.length === 1 && row[0] === "") return [];
    if (row.length !== head.length) {
      refuseLine(index + 2, `has ${row.length} cells, the first line has ${head.length}`);
    }
    const named = Object.fromEntries(head.map((name, at) => [name, row[at] ?? ""]));
    const { hosts = "", pages, ...rest } = named;
    return [
      { ...rest, hosts: words(hosts), ...(pages === undefined ? {} : { pages: words(pages) }) },
    ];
  });
  return { tenants };
}
