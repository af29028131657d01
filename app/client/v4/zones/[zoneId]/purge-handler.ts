import { type ZoneRow, zoneStatement } from "@/lib/domain/gateway/load-zone";
import { takePurge } from "@/lib/domain/gateway/take-purge";
import { gatewayRoute } from "@/lib/http/gateway-route";
import { parsePart, readAnyJson } from "@/lib/http/read-request";
import { readTraceId } from "@/lib/http/trace-id";
import { gatewayHeaders } from "@/lib/schemas/gateway";
import type { PurgeMethod } from "@/lib/schemas/words";

/** 500 URLs with their headers fit. Bytes. */
const mostBytes = 4 * 1024 * 1024;

/** How long a service is kept waiting for Cloudflare's answer at most, in milliseconds. */
const longestWaitMs = 25_000;

/**
 * Clients write headers in UTF-8 and Node reads them as Latin-1: "Zürich" would be kept as "ZÃ¼rich". What is
 * no UTF-8 stays as it is.
 */
function headerText(value: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(value, "latin1"));
  } catch {
    return value;
  }
}

function tellsOf(headers: Headers) {
  const given = Object.keys(gatewayHeaders.shape).flatMap((name) => {
    const value = headers.get(name);
    return value === null ? [] : [[name, headerText(value)] as const];
  });
  return parsePart(gatewayHeaders, Object.fromEntries(given), "headers");
}

/** The handler of purge_cache or invalidate_cache, of a zone or of one of its environments. */
export function purgeHandler(method: PurgeMethod) {
  return gatewayRoute<ZoneRow>(
    async ({ service, beside: zone, param, request, url }) => {
      const isAsync = /(^|,)\s*respond-async\s*(,|;|$)/i.test(request.headers.get("prefer") ?? "");
      const purge = {
        zoneId: param("zoneId"),
        zone,
        environment: param("environmentId") || null,
        method,
        body: await readAnyJson(request, mostBytes),
        tells: tellsOf(request.headers),
        traceId: readTraceId(request.headers),
        path: url.pathname,
      };
      const { envelope, ...answer } = await takePurge(service, purge, isAsync ? 0 : longestWaitMs);
      return { ...answer, envelope: { ...envelope } };
    },
    (param) => zoneStatement(param("zoneId")),
  );
}
