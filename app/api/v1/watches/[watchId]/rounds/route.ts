import { takeWatchRound } from "@/lib/domain/watches/take-watch-round";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { watch, watchParams } from "@/lib/schemas/watches";

export const POST = route({
  summary: "Probe all pages of one's own watch, once in five seconds at most",
  answer: watch,
  errors: ["too_many_requests"],
  access: "comparison.run",
  params: watchParams,
  query: nothing,
  body: nothing,
  handler: ({ actor, params }) => takeWatchRound(actor, params.watchId),
});

export {
  methodNotAllowed as GET,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
