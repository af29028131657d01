import { readPurge } from "@/lib/domain/purges/read-purge";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { purgeDetail, purgeParams } from "@/lib/schemas/purges";

export const GET = route({
  summary: "The receipt of a purge",
  answer: purgeDetail,
  tokens: true,
  access: "purge.read",
  params: purgeParams,
  query: nothing,
  body: nothing,
  handler: ({ actor, params }) => readPurge(actor, params.purgeId),
});

export {
  methodNotAllowed as POST,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
