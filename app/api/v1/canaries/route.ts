import { readCanaries } from "@/lib/domain/canaries/read-canaries";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { canaryList } from "@/lib/schemas/canaries";

export const GET = route({
  summary: "The canary of each zone, with what was proven of each row of its tag plan",
  answer: canaryList,
  access: "canary.read",
  params: nothing,
  query: nothing,
  body: nothing,
  handler: ({ actor }) => readCanaries(actor),
});

export {
  methodNotAllowed as POST,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
