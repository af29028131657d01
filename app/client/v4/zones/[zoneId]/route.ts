import { readZone } from "@/lib/domain/gateway/list-zones";
import { gatewayRoute, noSuchMethod, successEnvelope } from "@/lib/http/gateway-route";

export const GET = gatewayRoute(async ({ service, param, url }) => ({
  envelope: successEnvelope(await readZone(service, param("zoneId"), url.pathname)),
}));

export { noSuchMethod as POST, noSuchMethod as PUT, noSuchMethod as PATCH, noSuchMethod as DELETE };
