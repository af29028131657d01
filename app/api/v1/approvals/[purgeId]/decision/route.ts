import { decideApproval } from "@/lib/domain/approvals/decide-approval";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { approvalDetail, approvalParams, decisionRequest } from "@/lib/schemas/approvals";

export const POST = route({
  summary: "A second person's yes or no, once",
  answer: approvalDetail,
  errors: ["plan_changed", "sign_in_again"],
  access: "approval.decide",
  params: approvalParams,
  query: nothing,
  body: decisionRequest,
  handler: ({ actor, params, body }) => decideApproval(actor, params.purgeId, body),
});

export {
  methodNotAllowed as GET,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
