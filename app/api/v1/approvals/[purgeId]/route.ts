import { readApproval } from "@/lib/domain/approvals/read-approval";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { approvalDetail, approvalParams } from "@/lib/schemas/approvals";

export const GET = route({
  summary: "What waits for a second person, with the preview of what would be sent now",
  answer: approvalDetail,
  access: "approval.read",
  params: approvalParams,
  query: nothing,
  body: nothing,
  handler: ({ actor, params }) => readApproval(actor, params.purgeId),
});

export {
  methodNotAllowed as POST,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
