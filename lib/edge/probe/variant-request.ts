import type { DeviceType, PageVariant } from "@/lib/schemas/page-setup";
import type { ProbeRequest } from "./probe-request";

// Cloudflare tells the device by the User-Agent, and so does the practice edge.
const userAgents: Record<DeviceType, string> = {
  desktop: "Mozilla/5.0 (X11; Linux x86_64) PurgeConsole-Probe",
  mobile: "Mozilla/5.0 (Linux; Android 14) Mobile PurgeConsole-Probe",
  tablet: "Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) PurgeConsole-Probe",
};

/** A path with a variant's query added to its own. */
export function variantPath(path: string, { query }: Pick<PageVariant, "query">): string {
  if (query === undefined) return path;
  return `${path}${path.includes("?") ? "&" : "?"}${query}`;
}

/** Whether a probe from here can be the visitor of a variant: where that visitor is cannot be chosen. */
export function canProbe({ country }: Pick<PageVariant, "country">): boolean {
  return country === undefined;
}

/** The request for a variant of a page; null: the default one. */
export function variantRequest(request: ProbeRequest, variant: PageVariant | null): ProbeRequest {
  if (variant === null) return request;
  const { language, device, encoding, headers = {} } = variant;
  const own = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    ...request,
    path: variantPath(request.path, variant),
    headers: {
      ...request.headers,
      ...(Object.fromEntries(own) as Record<string, string>),
      ...(language === undefined ? {} : { "accept-language": language }),
      ...(device === undefined ? {} : { "user-agent": userAgents[device] }),
      ...(encoding === undefined ? {} : { "accept-encoding": encoding }),
    },
  };
}
