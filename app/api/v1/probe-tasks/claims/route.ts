import { claimTasks } from "@/lib/domain/probe-agents/claim-tasks";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { claimedTasks, taskClaim } from "@/lib/schemas/probe-tasks";

export const POST = route({
  summary: "As a probe agent: take pages to probe, and wait for some",
  answer: claimedTasks,
  tokens: true,
  access: "probe.take",
  params: nothing,
  query: nothing,
  body: taskClaim,
  handler: ({ actor, body }) => claimTasks(actor, body),
});

export {
  methodNotAllowed as GET,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
