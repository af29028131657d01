import { importDirectory } from "@/lib/domain/directory/import-directory";
import type { GatewayRequest } from "@/lib/domain/gateway/purge-through";
import { GatewayError } from "@/lib/schemas/cloudflare-error";
import { exampleDirectory } from "./directory";

/** Zones of the directory: that of acme, globex and initech, one of hooli alone on the plan Free, and no zone. */
export const zones = {
  main: "0123456789abcdef0123456789abcdef",
  other: "00000000000000000000000000000abc",
  none: "ffffffffffffffffffffffffffffffff",
};

const planned = (zone: string, pattern: string, scope: string) => ({ zone, pattern, scope });

/** Loads the example directory with a second zone, an environment and tags that name their tenant in other ways. */
export async function importGatewayDirectory(edgeAddress?: string): Promise<void> {
  const { zones: made, tagPlan, tenants } = exampleDirectory(edgeAddress);
  const account = { accountId: "fedcba9876543210fedcba9876543210" };
  await importDirectory({
    zones: [
      ...made.map((zone) => ({ ...zone, environments: [{ ref: "5ta91n6e", name: "Staging" }] })),
      { id: zones.other, name: "example.org", plan: "free", ...account },
    ],
    tagPlan: [
      ...tagPlan,
      planned("example.com", "site:{slug}", "tenant"),
      planned("example.com", "report:{tenant}:{name}", "object"),
      planned("example.org", "tenant:{id}", "tenant"),
    ],
    tenants: [
      ...tenants,
      {
        id: "AB-9",
        slug: "umbrella",
        name: "Umbrella",
        zone: "example.com",
        hosts: ["u.example.com"],
      },
      { id: "90", slug: "hooli", name: "Hooli", zone: "example.org", hosts: ["hooli.example.org"] },
    ],
  });
}

/** A request as the gateway's route hands it over: purge, in the main zone, unless something else is said. */
export function gatewayRequest(body: unknown, more: Partial<GatewayRequest> = {}): GatewayRequest {
  const zoneId = more.zoneId ?? zones.main;
  return {
    zoneId,
    environment: null,
    method: "purge",
    body,
    tells: {},
    traceId: null,
    path: `/client/v4/zones/${zoneId}/purge_cache`,
    ...more,
  };
}

/** What an attempt is refused with. @throws Error when it is not refused, and whatever else went wrong */
export async function refusalOf(attempt: Promise<unknown>): Promise<GatewayError> {
  try {
    await attempt;
  } catch (error) {
    if (error instanceof GatewayError) return error;
    throw error;
  }
  throw new Error("taken");
}
