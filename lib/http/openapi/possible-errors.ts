import { errorStatus, type ErrorCode } from "@/lib/schemas/errors";
import { ignored, nothing } from "@/lib/http/read-request";
import type { RouteContract } from "@/lib/http/route";

/** What a route may refuse with: by its parts, and what it says itself. By status, the lowest first. */
export function possibleErrors(
  method: string,
  spec: RouteContract,
): [status: number, codes: ErrorCode[]][] {
  const changes = method !== "GET";
  const codes = new Set<ErrorCode>([
    ...(["invalid_input", "not_signed_in", "not_allowed", "foreign_origin"] as const),
    ...(spec.params === nothing ? [] : (["not_found"] as const)),
    ...(changes && spec.body !== ignored ? (["too_large", "unsupported_media_type"] as const) : []),
    // Rows that two requests touch at once (lib/http/translate-database-error.ts).
    ...(changes ? (["conflict"] as const) : []),
    ...(spec.tokens === true ? (["too_many_requests"] as const) : []),
    ...(spec.errors ?? []),
    ...(["internal", "unavailable"] as const),
  ]);
  const statuses = [...new Set([...codes].map((code) => errorStatus[code]))];
  return statuses
    .sort((a, b) => a - b)
    .map((status) => [status, [...codes].filter((code) => errorStatus[code] === status)]);
}
