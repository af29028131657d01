import { countFigures } from "@/lib/domain/desk/count-figures";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { deskAsked, deskFigures } from "@/lib/schemas/desk";

export const GET = route({
  summary: "The auditor's saved questions for a period: figures and exact definitions",
  answer: deskFigures,
  access: "desk.read",
  params: nothing,
  query: deskAsked,
  body: nothing,
  handler: ({ actor, query }) => countFigures(actor, query),
});

export {
  methodNotAllowed as POST,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
