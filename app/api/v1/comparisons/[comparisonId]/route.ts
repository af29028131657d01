import { readComparison } from "@/lib/domain/comparisons/list-comparisons";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { comparisonParams } from "@/lib/schemas/comparisons";

export const GET = route({
  access: "comparison.read",
  params: comparisonParams,
  query: nothing,
  body: nothing,
  handler: ({ actor, params }) => readComparison(actor, params.comparisonId),
});
