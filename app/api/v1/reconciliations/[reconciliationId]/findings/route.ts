import { listFindings } from "@/lib/domain/reconciliations/read-reconciliations";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { findingList, findingsQuery, reconciliationParams } from "@/lib/schemas/reconciliations";

export const GET = route({
  summary: "What one side knows and the other does not, as one comparison found it",
  answer: findingList,
  access: "desk.read",
  params: reconciliationParams,
  query: findingsQuery,
  body: nothing,
  handler: ({ actor, params, query }) => listFindings(actor, params.reconciliationId, query),
});

export {
  methodNotAllowed as POST,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
