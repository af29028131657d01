import { cancelPurge } from "@/lib/domain/purges/cancel-purge";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { cancellationRequest, purgeDetail, purgeParams } from "@/lib/schemas/purges";

export const POST = route({
  summary: "Cancel a purge that is not sent yet",
  answer: purgeDetail,
  errors: ["conflict"],
  access: "purge.object",
  params: purgeParams,
  query: nothing,
  body: cancellationRequest,
  handler: ({ actor, params, body }) => cancelPurge(actor, params.purgeId, body.reason ?? null),
});

export {
  methodNotAllowed as GET,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
