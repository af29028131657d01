import { listApprovals } from "@/lib/domain/approvals/list-approvals";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { approvalList, approvalListQuery } from "@/lib/schemas/approvals";

export const GET = route({
  summary: "Purges that wait, or waited, for a second person",
  answer: approvalList,
  access: "approval.read",
  params: nothing,
  query: approvalListQuery,
  body: nothing,
  handler: ({ actor, query }) => listApprovals(actor, query),
});

export {
  methodNotAllowed as POST,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
