import { gatewayRoute, noSuchMethod, successEnvelope } from "@/lib/http/gateway-route";

export const GET = gatewayRoute(({ service }) =>
  Promise.resolve({
    envelope: {
      ...successEnvelope({ id: service.id.replaceAll("-", ""), status: "active" }),
      messages: [{ code: 10000, message: "This API Token is valid and active" }],
    },
  }),
);

export { noSuchMethod as POST, noSuchMethod as PUT, noSuchMethod as PATCH, noSuchMethod as DELETE };
