import { takeAnswer } from "@/lib/domain/probe-agents/take-answer";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { takenAnswer, taskAnswer, taskParams } from "@/lib/schemas/probe-tasks";

export const POST = route({
  summary: "As a probe agent: what a page answered",
  answer: takenAnswer,
  tokens: true,
  access: "probe.take",
  params: taskParams,
  query: nothing,
  body: taskAnswer,
  handler: ({ actor, params, body }) => takeAnswer(actor, params.taskId, body),
});

export {
  methodNotAllowed as GET,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
