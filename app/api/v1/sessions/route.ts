import { listOwnSessions } from "@/lib/domain/people/list-own-sessions";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { sessionList } from "@/lib/schemas/people";

export const GET = route({
  summary: "Where one is signed in",
  answer: sessionList,
  access: "session.own",
  params: nothing,
  query: nothing,
  body: nothing,
  handler: ({ actor }) => listOwnSessions(actor),
});

export {
  methodNotAllowed as POST,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
