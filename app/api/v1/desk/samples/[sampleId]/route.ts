import { readSample } from "@/lib/domain/desk/read-samples";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { deskSample, deskSampleParams } from "@/lib/schemas/desk";

export const GET = route({
  summary: "A sample, its entries, and what was noted of each",
  answer: deskSample,
  access: "desk.read",
  params: deskSampleParams,
  query: nothing,
  body: nothing,
  handler: ({ actor, params }) => readSample(actor, params.sampleId),
});

export {
  methodNotAllowed as POST,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
