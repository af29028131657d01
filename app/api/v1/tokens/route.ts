import { createToken } from "@/lib/domain/tokens/create-token";
import { listTokens } from "@/lib/domain/tokens/list-tokens";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { madeToken, tokenList, tokenRequest } from "@/lib/schemas/tokens";

export const GET = route({
  summary: "Service tokens, newest first",
  answer: tokenList,
  access: "token.manage",
  params: nothing,
  query: nothing,
  body: nothing,
  handler: ({ actor }) => listTokens(actor),
});

export const POST = route({
  summary: "Make a service token; its secret is in this answer only",
  answer: madeToken,
  access: "token.manage",
  params: nothing,
  query: nothing,
  body: tokenRequest,
  status: 201,
  handler: ({ actor, body }) => createToken(actor, body),
});

export { methodNotAllowed as PUT, methodNotAllowed as PATCH, methodNotAllowed as DELETE };
