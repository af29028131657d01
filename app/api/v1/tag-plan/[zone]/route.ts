import { readTagPlan } from "@/lib/domain/tag-plans/read-tag-plan";
import { putTagPlan } from "@/lib/domain/directory/sync-directory";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { tagPlanBody, tagPlanParams } from "@/lib/schemas/directory";
import { tagPlanDetail } from "@/lib/schemas/zones";
import { directoryChanges } from "@/lib/schemas/directory-changes";

export const GET = route({
  summary: "A zone's tag plan, and what is wrong with it",
  answer: tagPlanDetail,
  access: "directory.read",
  params: tagPlanParams,
  query: nothing,
  body: nothing,
  handler: ({ actor, params }) => readTagPlan(actor, params.zone),
});

export const PUT = route({
  summary: "Make a zone's tag plan exactly this one",
  answer: directoryChanges,
  tokens: true,
  errors: ["sign_in_again"],
  access: "directory.write",
  about: ({ zone }) => ({ kind: "tag_plan", id: zone }),
  params: tagPlanParams,
  query: nothing,
  body: tagPlanBody,
  handler: ({ actor, params, body }) => putTagPlan(actor, params.zone, body),
});

export { methodNotAllowed as POST, methodNotAllowed as PATCH, methodNotAllowed as DELETE };
