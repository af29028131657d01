import { startWatch } from "@/lib/domain/watches/start-watch";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { watch, watchRequest } from "@/lib/schemas/watches";

export const POST = route({
  summary: "Watch pages of tenants; an earlier watch of the same person ends",
  answer: watch,
  errors: ["too_many_requests"],
  access: "comparison.run",
  params: nothing,
  query: nothing,
  body: watchRequest,
  status: 201,
  handler: ({ actor, body }) => startWatch(actor, body),
});

export {
  methodNotAllowed as GET,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
