import { retryFailure } from "@/lib/domain/purges/retry-failure";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { purgeDetail, purgeParams, retryRequest } from "@/lib/schemas/purges";

export const POST = route({
  summary: "Send a failed purge again",
  answer: purgeDetail,
  errors: ["conflict", "needs_second_person", "sign_in_again"],
  access: "purge.resolve",
  params: purgeParams,
  query: nothing,
  body: retryRequest,
  handler: ({ actor, params, body }) => retryFailure(actor, params.purgeId, body.reason),
});

export {
  methodNotAllowed as GET,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
