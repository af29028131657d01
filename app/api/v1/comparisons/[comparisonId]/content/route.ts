import { readContent } from "@/lib/domain/comparisons/read-content";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { comparisonContent, comparisonParams } from "@/lib/schemas/comparisons";

export const GET = route({
  summary: "How a comparison's JSON answers changed, and which variants its purge covered",
  answer: comparisonContent,
  access: "comparison.read",
  params: comparisonParams,
  query: nothing,
  body: nothing,
  handler: ({ actor, params }) => readContent(actor, params.comparisonId),
});

export {
  methodNotAllowed as POST,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
