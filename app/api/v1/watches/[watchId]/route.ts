import { readWatch } from "@/lib/domain/watches/read-watch";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { watch, watchParams } from "@/lib/schemas/watches";

export const GET = route({
  summary: "A watch as it stands; nothing is probed",
  answer: watch,
  access: "comparison.read",
  params: watchParams,
  query: nothing,
  body: nothing,
  handler: ({ actor, params }) => readWatch(actor, params.watchId),
});

export {
  methodNotAllowed as POST,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
