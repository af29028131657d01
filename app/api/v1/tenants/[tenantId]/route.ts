import { removeTenant } from "@/lib/domain/directory/remove-tenant";
import { putTenant } from "@/lib/domain/directory/sync-directory";
import { readTenant } from "@/lib/domain/tenants/read-tenant";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { tenantBody } from "@/lib/schemas/directory";
import { directoryChanges } from "@/lib/schemas/directory-changes";
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

export const PUT = route({
  summary: "Make a tenant, change it, or bring a removed one back",
  answer: directoryChanges,
  tokens: true,
  access: "directory.write",
  params: tenantParams,
  query: nothing,
  body: tenantBody,
  handler: ({ actor, params, body }) => putTenant(actor, params.tenantId, body),
});

export const DELETE = route({
  summary: "Remove a tenant and keep its history",
  answer: directoryChanges,
  tokens: true,
  access: "directory.write",
  params: tenantParams,
  query: nothing,
  body: nothing,
  handler: ({ actor, params }) => removeTenant(actor, params.tenantId),
});

export { methodNotAllowed as POST, methodNotAllowed as PATCH };
