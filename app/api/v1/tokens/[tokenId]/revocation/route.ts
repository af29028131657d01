import { revokeToken } from "@/lib/domain/tokens/revoke-token";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { revocationRequest, serviceToken, tokenParams } from "@/lib/schemas/tokens";

export const POST = route({
  summary: "Revoke a service token at once",
  answer: serviceToken,
  errors: ["conflict"],
  access: "token.manage",
  params: tokenParams,
  query: nothing,
  body: revocationRequest,
  handler: ({ actor, params, body }) => revokeToken(actor, params.tokenId, body.reason),
});

export {
  methodNotAllowed as GET,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
