import { listAudit } from "@/lib/domain/audit/list-audit";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { auditListQuery } from "@/lib/schemas/audit";

export const GET = route({
  access: "audit.read",
  params: nothing,
  query: auditListQuery,
  body: nothing,
  handler: ({ actor, query }) => listAudit(actor, query),
});

export {
  methodNotAllowed as POST,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
