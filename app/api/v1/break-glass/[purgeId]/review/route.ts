import { reviewBrokenGlass } from "@/lib/domain/approvals/review-broken-glass";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { approvalParams, brokenGlass, reviewRequest } from "@/lib/schemas/approvals";

export const POST = route({
  summary: "Note that somebody else has looked at a purge past the second person",
  answer: brokenGlass,
  access: "break_glass.review",
  params: approvalParams,
  query: nothing,
  body: reviewRequest,
  handler: ({ actor, params, body }) => reviewBrokenGlass(actor, params.purgeId, body.note),
});

export {
  methodNotAllowed as GET,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
