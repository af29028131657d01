import { listComparisons } from "@/lib/domain/comparisons/list-comparisons";
import { startComparison } from "@/lib/domain/comparisons/start-comparison";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { comparisonListQuery, comparisonRequest } from "@/lib/schemas/comparisons";

export const GET = route({
  access: "comparison.read",
  params: nothing,
  query: comparisonListQuery,
  body: nothing,
  handler: ({ actor, query }) => listComparisons(actor, query),
});

export const POST = route({
  access: "comparison.run",
  params: nothing,
  query: nothing,
  body: comparisonRequest,
  status: 201,
  handler: ({ actor, body }) => startComparison(actor, body),
});

export { methodNotAllowed as PUT, methodNotAllowed as PATCH, methodNotAllowed as DELETE };
