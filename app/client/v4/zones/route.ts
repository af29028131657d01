import { listZones } from "@/lib/domain/gateway/list-zones";
import { gatewayRoute, noSuchMethod, successEnvelope } from "@/lib/http/gateway-route";

export const GET = gatewayRoute(async ({ service, url }) => {
  const { result, result_info } = await listZones(service, url.searchParams);
  return { envelope: successEnvelope(result, { result_info }) };
});

export { noSuchMethod as POST, noSuchMethod as PUT, noSuchMethod as PATCH, noSuchMethod as DELETE };
