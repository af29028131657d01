import { enablePerson } from "@/lib/domain/people/change-person";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { person, personParams, personReason } from "@/lib/schemas/people";

export const POST = route({
  summary: "Let a disabled person in again",
  answer: person,
  errors: ["conflict", "sign_in_again"],
  access: "people.manage",
  params: personParams,
  query: nothing,
  body: personReason,
  handler: ({ actor, params, body }) => enablePerson(actor, params.personId, body.reason),
});

export {
  methodNotAllowed as GET,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
