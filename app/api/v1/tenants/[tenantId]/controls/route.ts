import { suggestControls } from "@/lib/domain/tenants/suggest-controls";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { controlQuery, controlSuggestions, tenantParams } from "@/lib/schemas/tenants";

export const GET = route({
  summary: "Tenants that could serve as control, best first",
  answer: controlSuggestions,
  access: "tenant.read",
  params: tenantParams,
  query: controlQuery,
  body: nothing,
  handler: ({ actor, params, query }) => suggestControls(actor, params.tenantId, query.path),
});

export {
  methodNotAllowed as POST,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
