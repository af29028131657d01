import { readZone } from "@/lib/domain/directory/read-zone";
import { putZone } from "@/lib/domain/directory/sync-directory";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { zoneBody, zoneParams } from "@/lib/schemas/directory";
import { zoneDetail } from "@/lib/schemas/zones";
import { directoryChanges } from "@/lib/schemas/directory-changes";

export const GET = route({
  summary: "A zone's set-up",
  answer: zoneDetail,
  access: "directory.read",
  params: zoneParams,
  query: nothing,
  body: nothing,
  handler: ({ actor, params }) => readZone(actor, params.zoneId),
});

export const PUT = route({
  summary: "Make a zone or change it",
  answer: directoryChanges,
  tokens: true,
  access: "directory.write",
  about: ({ zoneId }) => ({ kind: "zone", id: zoneId }),
  params: zoneParams,
  query: nothing,
  body: zoneBody,
  handler: ({ actor, params, body }) => putZone(actor, params.zoneId, body),
});

export { methodNotAllowed as POST, methodNotAllowed as PATCH, methodNotAllowed as DELETE };
