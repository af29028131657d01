import { planPurge } from "@/lib/domain/purges/plan-purge";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { purgePlan } from "@/lib/schemas/purge-plan";
import { purgePlanRequest } from "@/lib/schemas/purges";

// A POST for its body only: it changes nothing.
export const POST = route({
  summary: "What a purge would do; changes nothing",
  answer: purgePlan,
  errors: ["not_found", "foreign_target"],
  access: "purge.object",
  params: nothing,
  query: nothing,
  body: purgePlanRequest,
  handler: ({ actor, body }) => planPurge(actor, body),
});

export {
  methodNotAllowed as GET,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
