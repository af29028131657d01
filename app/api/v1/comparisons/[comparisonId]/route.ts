import { readComparison } from "@/lib/domain/comparisons/list-comparisons";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { comparison, comparisonParams } from "@/lib/schemas/comparisons";

export const GET = route({
  summary: "One comparison with its probes and verdict",
  answer: comparison,
  access: "comparison.read",
  params: comparisonParams,
  query: nothing,
  body: nothing,
  handler: ({ actor, params }) => readComparison(actor, params.comparisonId),
});

export {
  methodNotAllowed as POST,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
