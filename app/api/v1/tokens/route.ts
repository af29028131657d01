import { createToken } from "@/lib/domain/tokens/create-token";
import { listTokens } from "@/lib/domain/tokens/list-tokens";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { tokenRequest } from "@/lib/schemas/tokens";

export const GET = route({
  access: "token.manage",
  params: nothing,
  query: nothing,
  body: nothing,
  handler: ({ actor }) => listTokens(actor),
});

export const POST = route({
  access: "token.manage",
  params: nothing,
  query: nothing,
  body: tokenRequest,
  status: 201,
  handler: ({ actor, body }) => createToken(actor, body),
});

export { methodNotAllowed as PUT, methodNotAllowed as PATCH, methodNotAllowed as DELETE };
