import { changeRole } from "@/lib/domain/people/change-person";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { person, personParams, roleChange } from "@/lib/schemas/people";

export const POST = route({
  summary: "Give a person another role, or none",
  answer: person,
  errors: ["conflict", "sign_in_again"],
  access: "people.manage",
  params: personParams,
  query: nothing,
  body: roleChange,
  handler: ({ actor, params, body }) => changeRole(actor, params.personId, body),
});

export {
  methodNotAllowed as GET,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
