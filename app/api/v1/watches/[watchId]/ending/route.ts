import { endWatch } from "@/lib/domain/watches/end-watch";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { watch, watchParams } from "@/lib/schemas/watches";

export const POST = route({
  summary: "End one's own watch",
  answer: watch,
  access: "comparison.run",
  params: watchParams,
  query: nothing,
  body: nothing,
  handler: ({ actor, params }) => endWatch(actor, params.watchId),
});

export {
  methodNotAllowed as GET,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
