import { searchEverything } from "@/lib/domain/search/search-everything";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { searchQuery } from "@/lib/schemas/overview";

export const GET = route({
  access: "tenant.read",
  params: nothing,
  query: searchQuery,
  body: nothing,
  handler: ({ actor, query }) => searchEverything(actor, query.q),
});
