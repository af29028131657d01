import { mostBytesInBatch, mostItemsInBatch, UnreadableLine } from "@/lib/schemas/batches";
import { AppError } from "@/lib/schemas/errors";
import { contentType, readLimited } from "./read-request";

function readLine(text: string, line: number): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return new UnreadableLine(line);
  }
}

/** One JSON text a line (https://github.com/ndjson/ndjson-spec); empty lines are none. */
function readLines(text: string): unknown[] {
  const items: unknown[] = [];
  text.split("\n").forEach((line, at) => {
    if (line.trim() !== "") items.push(readLine(line, at + 1));
  });
  return items;
}

function readJson(text: string): unknown[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new AppError("invalid_input", "The body is not valid JSON.");
  }
  if (Array.isArray(value)) return value;
  if (typeof value === "object" && value !== null) return [value];
  throw new AppError("invalid_input", "Send one object, or an array of objects.");
}

/**
 * A body of one item, an array of them, or NDJSON. What is wrong with one item is for whoever takes them: it
 * must not lose the others.
 *
 * @throws AppError unsupported_media_type; too_large naming the limit; invalid_input when there is no item
 */
export async function readBatch(request: Request): Promise<unknown[]> {
  const type = contentType(request);
  if (type !== "application/json" && type !== "application/x-ndjson") {
    const message = "Send the body as application/json (one or an array) or application/x-ndjson.";
    throw new AppError("unsupported_media_type", message);
  }
  const text = await readLimited(request, mostBytesInBatch);
  const items = type === "application/json" ? readJson(text) : readLines(text);
  if (items.length === 0) throw new AppError("invalid_input", "Send at least one item.");
  if (items.length > mostItemsInBatch) {
    const most = mostItemsInBatch.toLocaleString("en");
    const message = `One request may have at most ${most} items, this one has ${items.length}.`;
    throw new AppError("too_large", message);
  }
  return items;
}
