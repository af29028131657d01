import { createToken } from "@/lib/domain/tokens/create-token";
import type { TokenActor } from "@/lib/schemas/actor";
import type { TokenRequest } from "@/lib/schemas/tokens";
import { makeActor } from "./people";

/** Makes a token for billing, with all verbs and for everything unless `over` says otherwise. */
export async function makeService(over: Partial<TokenRequest> = {}): Promise<TokenActor> {
  const admin = await makeActor("admin");
  const request: TokenRequest = {
    name: "billing, production",
    service: "billing",
    verbs: ["purge", "read", "report", "write"],
    zones: [],
    tenants: [],
    selectorKinds: ["tags", "files", "prefixes", "hosts", "everything"],
    source: "app",
    expiresInDays: 90,
    ...over,
  };
  const { token } = await createToken(admin, request);
  const { id, name, service, source, verbs, selectorKinds, zones, tenants } = token;
  const reach = { verbs, zoneIds: zones.map((zone) => zone.id), tenantIds: tenants, selectorKinds };
  return { kind: "token", id, name, role: null, service, source, reach, requestId: "test" };
}
