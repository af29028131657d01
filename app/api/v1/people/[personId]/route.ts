import { readPerson } from "@/lib/domain/people/list-people";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { personDetail, personParams } from "@/lib/schemas/people";

export const GET = route({
  summary: "A person, and where they are signed in",
  answer: personDetail,
  access: "people.manage",
  params: personParams,
  query: nothing,
  body: nothing,
  handler: ({ actor, params }) => readPerson(actor, params.personId),
});

export {
  methodNotAllowed as POST,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
