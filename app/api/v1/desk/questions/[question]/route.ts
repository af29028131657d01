import { listAnswer } from "@/lib/domain/desk/list-answer";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { deskListQuery, deskQuestionParams, deskRows } from "@/lib/schemas/desk";

export const GET = route({
  summary: "The entries that answer one of the auditor's questions, newest first",
  answer: deskRows,
  access: "desk.read",
  params: deskQuestionParams,
  query: deskListQuery,
  body: nothing,
  handler: ({ actor, params, query }) => listAnswer(actor, params.question, query),
});

export {
  methodNotAllowed as POST,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
