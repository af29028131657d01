import { endSessionsOf } from "@/lib/domain/people/end-session";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { personParams, personReason, sessionsEnded } from "@/lib/schemas/people";

export const POST = route({
  summary: "End all sessions of a person",
  answer: sessionsEnded,
  access: "people.manage",
  params: personParams,
  query: nothing,
  body: personReason,
  handler: ({ actor, params, body }) => endSessionsOf(actor, params.personId, body.reason),
});

export {
  methodNotAllowed as GET,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
