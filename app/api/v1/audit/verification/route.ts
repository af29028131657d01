import { verifyRecord } from "@/lib/domain/audit/verify-record";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { auditVerification, auditVerificationRequest } from "@/lib/schemas/audit";

export const POST = route({
  summary: "Checks the audit record against its seals; the result is on record",
  answer: auditVerification,
  access: "audit.verify",
  params: nothing,
  query: nothing,
  body: auditVerificationRequest,
  handler: ({ actor, body }) => verifyRecord(actor, body.after ?? 0),
});

export {
  methodNotAllowed as GET,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
