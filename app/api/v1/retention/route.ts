import { readRetention } from "@/lib/domain/retention/read-retention";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { retention } from "@/lib/schemas/retention";

export const GET = route({
  summary: "How long what is kept, and what was removed last",
  answer: retention,
  access: "retention.read",
  params: nothing,
  query: nothing,
  body: nothing,
  handler: ({ actor }) => readRetention(actor),
});

export {
  methodNotAllowed as POST,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
