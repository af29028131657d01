import { readDiagnosis } from "@/lib/domain/diagnoses/list-diagnoses";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { diagnosis, diagnosisParams } from "@/lib/schemas/diagnoses";

export const GET = route({
  summary: "Why a page was stale, with what that rests on",
  answer: diagnosis,
  access: "diagnosis.read",
  params: diagnosisParams,
  query: nothing,
  body: nothing,
  handler: ({ actor, params }) => readDiagnosis(actor, params.diagnosisId),
});

export {
  methodNotAllowed as POST,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
