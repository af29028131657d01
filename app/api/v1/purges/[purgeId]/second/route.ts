import { repeatPurge } from "@/lib/domain/proofs/repeat-purge";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { purgeDetail, purgeParams, secondRequest } from "@/lib/schemas/purges";

export const POST = route({
  summary: "Purge a second time what came back with its old content, once",
  answer: purgeDetail,
  errors: ["conflict", "sign_in_again"],
  status: 202,
  access: "purge.object",
  params: purgeParams,
  query: nothing,
  body: secondRequest,
  handler: ({ actor, params }) => repeatPurge(actor, params.purgeId),
});

export {
  methodNotAllowed as GET,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
