import { searchTenants } from "@/lib/domain/tenants/search-tenants";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { tenantListQuery } from "@/lib/schemas/tenants";

export const GET = route({
  access: "tenant.read",
  params: nothing,
  query: tenantListQuery,
  body: nothing,
  handler: ({ actor, query }) => searchTenants(actor, query),
});
