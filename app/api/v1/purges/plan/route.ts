import { planPurge } from "@/lib/domain/purges/plan-purge";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { purgePlanRequest } from "@/lib/schemas/purges";

// A POST for its body only: it changes nothing.
export const POST = route({
  access: "purge.object",
  params: nothing,
  query: nothing,
  body: purgePlanRequest,
  handler: ({ actor, body }) => planPurge(actor, body),
});
