/**
 * The trace id of a traceparent header (https://www.w3.org/TR/trace-context/#traceparent-header).
 *
 * @returns null when there is none, or it is not valid: then a new trace begins
 */
export function readTraceId(headers: Headers): string | null {
  const match = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}/.exec(
    headers.get("traceparent")?.trim() ?? "",
  );
  const id = match?.[1];
  return id === undefined || /^0+$/.test(id) ? null : id;
}
