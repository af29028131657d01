import { drawSample } from "@/lib/domain/desk/draw-sample";
import { listSamples } from "@/lib/domain/desk/read-samples";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { deskSample, deskSampleRequest, deskSamples } from "@/lib/schemas/desk";

export const GET = route({
  summary: "The newest samples that auditors drew",
  answer: deskSamples,
  access: "desk.read",
  params: nothing,
  query: nothing,
  body: nothing,
  handler: ({ actor }) => listSamples(actor),
});

export const POST = route({
  summary: "Draw a sample of the entries that answer a question, by lot with a seed",
  answer: deskSample,
  access: "desk.sign",
  params: nothing,
  query: nothing,
  body: deskSampleRequest,
  status: 201,
  handler: ({ actor, body }) => drawSample(actor, body),
});

export { methodNotAllowed as PUT, methodNotAllowed as PATCH, methodNotAllowed as DELETE };
