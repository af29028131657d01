import { listAgents } from "@/lib/domain/probe-agents/list-agents";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { probeAgentList } from "@/lib/schemas/probe-tasks";

export const GET = route({
  summary: "Probe agents: where they are, and when they were last there",
  answer: probeAgentList,
  access: "comparison.read",
  params: nothing,
  query: nothing,
  body: nothing,
  handler: ({ actor }) => listAgents(actor),
});

export {
  methodNotAllowed as POST,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
