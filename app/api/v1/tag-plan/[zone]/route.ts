import { putTagPlan } from "@/lib/domain/directory/sync-directory";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { tagPlanBody, tagPlanParams } from "@/lib/schemas/directory";
import { directoryChanges } from "@/lib/schemas/directory-changes";

export const PUT = route({
  summary: "Make a zone's tag plan exactly this one",
  answer: directoryChanges,
  tokens: true,
  access: "directory.write",
  params: tagPlanParams,
  query: nothing,
  body: tagPlanBody,
  handler: ({ actor, params, body }) => putTagPlan(actor, params.zone, body),
});

export {
  methodNotAllowed as GET,
  methodNotAllowed as POST,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
