import { searchTenants } from "@/lib/domain/tenants/search-tenants";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { tenantList, tenantListQuery } from "@/lib/schemas/tenants";

export const GET = route({
  summary: "Look tenants up by id, slug, name or host",
  answer: tenantList,
  access: "tenant.read",
  params: nothing,
  query: tenantListQuery,
  body: nothing,
  handler: ({ actor, query }) => searchTenants(actor, query),
});

export {
  methodNotAllowed as POST,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
