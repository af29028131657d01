import { readPurgeTimeline } from "@/lib/domain/writes/read-timelines";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { purgeParams } from "@/lib/schemas/purges";
import { timeline } from "@/lib/schemas/writes";

export const GET = route({
  summary: "The writes that belong to a purge, and what is wrong with their order",
  answer: timeline,
  access: "purge.read",
  params: purgeParams,
  query: nothing,
  body: nothing,
  handler: ({ actor, params }) => readPurgeTimeline(actor, params.purgeId),
});

export {
  methodNotAllowed as POST,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
