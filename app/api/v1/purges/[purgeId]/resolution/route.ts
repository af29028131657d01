import { resolveFailure } from "@/lib/domain/purges/resolve-failure";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { purgeDetail, purgeParams, resolutionRequest } from "@/lib/schemas/purges";

export const POST = route({
  summary: "Close a failed purge with a reason",
  answer: purgeDetail,
  errors: ["conflict"],
  access: "purge.resolve",
  params: purgeParams,
  query: nothing,
  body: resolutionRequest,
  handler: ({ actor, params, body }) => resolveFailure(actor, params.purgeId, body.reason),
});

export {
  methodNotAllowed as GET,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
