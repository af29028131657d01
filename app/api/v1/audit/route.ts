import { listAudit } from "@/lib/domain/audit/list-audit";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { auditList, auditListQuery } from "@/lib/schemas/audit";

export const GET = route({
  summary: "Who did what, newest first",
  answer: auditList,
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
