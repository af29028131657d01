import { listPurges } from "@/lib/domain/purges/list-purges";
import { requestPurge } from "@/lib/domain/purges/request-purge";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing, parsePart } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { idempotencyKey, purgeListQuery, purgeRequest } from "@/lib/schemas/purges";

export const GET = route({
  tokens: true,
  access: "purge.read",
  params: nothing,
  query: purgeListQuery,
  body: nothing,
  handler: ({ actor, query }) => listPurges(actor, query),
});

export const POST = route({
  tokens: true,
  access: "purge.object",
  params: nothing,
  query: nothing,
  body: purgeRequest,
  status: 202,
  handler: ({ actor, body, headers }) => {
    const key = headers.get("idempotency-key") ?? undefined;
    return requestPurge(actor, body, parsePart(idempotencyKey, key, "Idempotency-Key"));
  },
});

export { methodNotAllowed as PUT, methodNotAllowed as PATCH, methodNotAllowed as DELETE };
