import { askCanary } from "@/lib/domain/canaries/ask-canary";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { canary, canaryParams } from "@/lib/schemas/canaries";

export const POST = route({
  summary: "Have a zone's canary run now",
  answer: canary,
  access: "canary.run",
  params: canaryParams,
  query: nothing,
  body: nothing,
  status: 202,
  handler: ({ actor, params }) => askCanary(actor, params.zoneId),
});

export {
  methodNotAllowed as GET,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
