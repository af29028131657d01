import { readTenantTimeline } from "@/lib/domain/writes/read-timelines";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { tenantParams } from "@/lib/schemas/tenants";
import { timeline } from "@/lib/schemas/writes";

export const GET = route({
  summary: "The newest writes on a tenant with their purges, and what is wrong with their order",
  answer: timeline,
  access: "tenant.read",
  params: tenantParams,
  query: nothing,
  body: nothing,
  handler: ({ actor, params }) => readTenantTimeline(actor, params.tenantId),
});

export {
  methodNotAllowed as POST,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
