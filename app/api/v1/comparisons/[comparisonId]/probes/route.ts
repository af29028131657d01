import { addProbes } from "@/lib/domain/comparisons/add-probes";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { comparison, comparisonParams, probesRequest } from "@/lib/schemas/comparisons";

export const POST = route({
  summary: "Probe both tenants of a comparison again",
  answer: comparison,
  errors: ["not_found"],
  access: "comparison.run",
  params: comparisonParams,
  query: nothing,
  body: probesRequest,
  handler: ({ actor, params, body }) => addProbes(actor, params.comparisonId, body.purgeId),
});

export {
  methodNotAllowed as GET,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
