import { readTenant } from "@/lib/domain/tenants/read-tenant";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { tenantDetail, tenantParams } from "@/lib/schemas/tenants";

export const GET = route({
  summary: "One tenant",
  answer: tenantDetail,
  access: "tenant.read",
  params: tenantParams,
  query: nothing,
  body: nothing,
  handler: ({ actor, params }) => readTenant(actor, params.tenantId),
});

export {
  methodNotAllowed as POST,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
