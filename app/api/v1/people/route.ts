import { listPeople } from "@/lib/domain/people/list-people";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { personList } from "@/lib/schemas/people";

export const GET = route({
  summary: "People, by name",
  answer: personList,
  access: "people.manage",
  params: nothing,
  query: nothing,
  body: nothing,
  handler: ({ actor }) => listPeople(actor),
});

export {
  methodNotAllowed as POST,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
