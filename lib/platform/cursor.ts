import { AppError } from "@/lib/schemas/errors";
import { isStorableMs } from "@/lib/schemas/text";

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A place in a list that is ordered by time and id, as opaque text. */
export function writeCursor(at: Date, id: string): string {
  return Buffer.from(`${at.getTime()}~${id}`).toString("base64url");
}

/**
 * Reads a cursor back.
 *
 * @throws AppError invalid_input when it is not one of ours
 */
export function readCursor(text: string): { at: Date; id: string } {
  const [ms = "", id] = Buffer.from(text, "base64url").toString().split("~");
  if (id === undefined || !uuid.test(id) || !/^\d+$/.test(ms) || !isStorableMs(Number(ms))) {
    throw new AppError("invalid_input", "cursor: not a cursor that this list gave", [
      { path: "cursor", message: "not a cursor that this list gave" },
    ]);
  }
  return { at: new Date(Number(ms)), id };
}
