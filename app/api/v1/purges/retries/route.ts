import { retryAllFailures } from "@/lib/domain/purges/retry-failure";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { retryAllResult, retryRequest } from "@/lib/schemas/purges";

export const POST = route({
  summary: "Send all failed purges again",
  answer: retryAllResult,
  access: "purge.resolve",
  params: nothing,
  query: nothing,
  body: retryRequest,
  handler: ({ actor, body }) => retryAllFailures(actor, body.reason),
});

export {
  methodNotAllowed as GET,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
