import { endSession } from "@/lib/domain/people/end-session";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { sessionParams, sessionsEnded } from "@/lib/schemas/people";

export const POST = route({
  summary: "End a session of one's own, or as an admin anybody's",
  answer: sessionsEnded,
  access: "session.own",
  params: sessionParams,
  query: nothing,
  body: nothing,
  handler: ({ actor, params }) => endSession(actor, params.sessionId),
});

export {
  methodNotAllowed as GET,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
