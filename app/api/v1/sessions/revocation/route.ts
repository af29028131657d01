import { endOwnSessions } from "@/lib/domain/people/end-session";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { everywhere, sessionsEnded } from "@/lib/schemas/people";

export const POST = route({
  summary: "Sign out everywhere, or everywhere else",
  answer: sessionsEnded,
  access: "session.own",
  params: nothing,
  query: nothing,
  body: everywhere,
  handler: ({ actor, body }) => endOwnSessions(actor, body.keepCurrent),
});

export {
  methodNotAllowed as GET,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
