import { listBrokenGlass } from "@/lib/domain/approvals/list-broken-glass";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { brokenGlassList } from "@/lib/schemas/approvals";

export const GET = route({
  summary: "Purges for which somebody went past the second person",
  answer: brokenGlassList,
  access: "approval.read",
  params: nothing,
  query: nothing,
  body: nothing,
  handler: ({ actor }) => listBrokenGlass(actor),
});

export {
  methodNotAllowed as POST,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
