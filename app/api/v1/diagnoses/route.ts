import { listDiagnoses } from "@/lib/domain/diagnoses/list-diagnoses";
import { runDiagnosis } from "@/lib/domain/diagnoses/run-diagnosis";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import {
  diagnosis,
  diagnosisList,
  diagnosisListQuery,
  diagnosisRequest,
} from "@/lib/schemas/diagnoses";

export const GET = route({
  summary: "What was found of stale pages, newest first",
  answer: diagnosisList,
  access: "diagnosis.read",
  params: nothing,
  query: diagnosisListQuery,
  body: nothing,
  handler: ({ actor, query }) => listDiagnoses(actor, query),
});

export const POST = route({
  summary: "Find out why a page of a tenant shows old content",
  answer: diagnosis,
  errors: ["not_found"],
  access: "diagnosis.run",
  params: nothing,
  query: nothing,
  body: diagnosisRequest,
  status: 201,
  handler: ({ actor, body }) => runDiagnosis(actor, body),
});

export { methodNotAllowed as PUT, methodNotAllowed as PATCH, methodNotAllowed as DELETE };
