import { signOff } from "@/lib/domain/desk/sign-off";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { deskSample, deskSampleParams, deskSignOffRequest } from "@/lib/schemas/desk";

export const POST = route({
  summary: "Note what was found of one drawn entry; never changed, the newest counts",
  answer: deskSample,
  access: "desk.sign",
  params: deskSampleParams,
  query: nothing,
  body: deskSignOffRequest,
  status: 201,
  handler: ({ actor, params, body }) => signOff(actor, params.sampleId, body),
});

export {
  methodNotAllowed as GET,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
