import { listComparisons } from "@/lib/domain/comparisons/list-comparisons";
import { startComparison } from "@/lib/domain/comparisons/start-comparison";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import {
  comparison,
  comparisonList,
  comparisonListQuery,
  comparisonRequest,
} from "@/lib/schemas/comparisons";

export const GET = route({
  summary: "Comparisons, newest first",
  answer: comparisonList,
  access: "comparison.read",
  params: nothing,
  query: comparisonListQuery,
  body: nothing,
  handler: ({ actor, query }) => listComparisons(actor, query),
});

export const POST = route({
  summary: "Probe an affected and a control tenant",
  answer: comparison,
  errors: ["not_found"],
  access: "comparison.run",
  params: nothing,
  query: nothing,
  body: comparisonRequest,
  status: 201,
  handler: ({ actor, body }) => startComparison(actor, body),
});

export { methodNotAllowed as PUT, methodNotAllowed as PATCH, methodNotAllowed as DELETE };
