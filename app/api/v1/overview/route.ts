import { readOverview } from "@/lib/domain/overview/read-overview";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { overview, overviewQuery } from "@/lib/schemas/overview";

export const GET = route({
  summary: "What needs a person, and what was purged lately",
  answer: overview,
  access: "purge.read",
  params: nothing,
  query: overviewQuery,
  body: nothing,
  handler: ({ actor, query }) => readOverview(actor, query.days),
});

export {
  methodNotAllowed as POST,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
