import { readReport } from "@/lib/domain/desk/read-report";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { deskAsked, deskReport } from "@/lib/schemas/desk";

export const GET = route({
  summary: "A period's figures with definitions, the record's seal and check, samples and notes",
  answer: deskReport,
  access: "desk.read",
  params: nothing,
  query: deskAsked,
  body: nothing,
  handler: ({ actor, query }) => readReport(actor, query),
});

export {
  methodNotAllowed as POST,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
