import { changePolicy } from "@/lib/domain/policies/change-policy";
import { readPolicy } from "@/lib/domain/policies/read-policy";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { policyChange } from "@/lib/schemas/edited-policy";
import { policyHistory } from "@/lib/schemas/policies";

export const GET = route({
  summary: "The purge policy and the versions before it",
  answer: policyHistory,
  access: "policy.read",
  params: nothing,
  query: nothing,
  body: nothing,
  handler: ({ actor }) => readPolicy(actor),
});

export const PUT = route({
  summary: "Make the next version of the purge policy",
  answer: policyHistory,
  errors: ["sign_in_again"],
  access: "policy.change",
  params: nothing,
  query: nothing,
  body: policyChange,
  handler: ({ actor, body }) => changePolicy(actor, body),
});

export { methodNotAllowed as POST, methodNotAllowed as PATCH, methodNotAllowed as DELETE };
