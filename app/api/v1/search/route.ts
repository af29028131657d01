import { searchEverything } from "@/lib/domain/search/search-everything";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { searchQuery, searchResult } from "@/lib/schemas/overview";

export const GET = route({
  summary: "Tenants and purges by whatever is known of them",
  answer: searchResult,
  access: "tenant.read",
  params: nothing,
  query: searchQuery,
  body: nothing,
  handler: ({ actor, query }) => searchEverything(actor, query.q),
});

export {
  methodNotAllowed as POST,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
