import { readEvidence } from "@/lib/domain/proofs/read-evidence";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { purgeEvidence, purgeParams } from "@/lib/schemas/purges";

export const GET = route({
  summary:
    "The evidence of a purge for a ticket: text for the customer, Markdown and data for colleagues",
  answer: purgeEvidence,
  access: "purge.read",
  params: purgeParams,
  query: nothing,
  body: nothing,
  handler: ({ actor, params }) => readEvidence(actor, params.purgeId),
});

export {
  methodNotAllowed as POST,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
