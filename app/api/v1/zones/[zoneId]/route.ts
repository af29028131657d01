import { putZone } from "@/lib/domain/directory/sync-directory";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { zoneBody, zoneParams } from "@/lib/schemas/directory";
import { directoryChanges } from "@/lib/schemas/directory-changes";

export const PUT = route({
  summary: "Make a zone or change it",
  answer: directoryChanges,
  tokens: true,
  access: "directory.write",
  params: zoneParams,
  query: nothing,
  body: zoneBody,
  handler: ({ actor, params, body }) => putZone(actor, params.zoneId, body),
});

export {
  methodNotAllowed as GET,
  methodNotAllowed as POST,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
