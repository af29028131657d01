import { randomBytes } from "node:crypto";
import { now } from "./clock";

/**
 * A UUIDv7 (RFC 9562 section 5.7): 48 bits of milliseconds, then random bits, so that ids sort by time.
 *
 * @param at the time in the id; now when absent
 * @param random 10 bytes, for practice data that must be the same at each seeding
 */
export function newId(at: Date = now(), random: Uint8Array = randomBytes(10)): string {
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(at.getTime(), 0, 6);
  bytes.set(random.subarray(0, 10), 6);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join("-");
}

/** The time in a UUIDv7; null: it is of another kind. */
export function timeOfId(id: string): Date | null {
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-/i.test(id)) return null;
  return new Date(parseInt(id.slice(0, 8) + id.slice(9, 13), 16));
}

/** A W3C trace id (32 hex characters), see https://www.w3.org/TR/trace-context/#trace-id */
export function newTraceId(): string {
  return randomBytes(16).toString("hex");
}
