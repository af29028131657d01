import { readTenant } from "@/lib/domain/tenants/read-tenant";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { tenantParams } from "@/lib/schemas/tenants";

export const GET = route({
  access: "tenant.read",
  params: tenantParams,
  query: nothing,
  body: nothing,
  handler: ({ actor, params }) => readTenant(actor, params.tenantId),
});
