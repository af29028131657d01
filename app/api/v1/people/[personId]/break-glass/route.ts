import { grantBreakGlass } from "@/lib/domain/approvals/grant-break-glass";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { glassGrant, glassRight, personParams } from "@/lib/schemas/approvals";

export const PUT = route({
  summary: "Give somebody the right to go past the second person, or take it back",
  answer: glassRight,
  errors: ["conflict", "sign_in_again"],
  access: "break_glass.grant",
  params: personParams,
  query: nothing,
  body: glassGrant,
  handler: ({ actor, params, body }) => grantBreakGlass(actor, params.personId, body),
});

export {
  methodNotAllowed as GET,
  methodNotAllowed as POST,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
