import { readSealing } from "@/lib/domain/audit/read-sealing";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { auditSealing } from "@/lib/schemas/audit";

export const GET = route({
  summary: "The last seal of the audit record, its age, and who holds copies",
  answer: auditSealing,
  access: "audit.read",
  params: nothing,
  query: nothing,
  body: nothing,
  handler: ({ actor }) => readSealing(actor),
});

export {
  methodNotAllowed as POST,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
