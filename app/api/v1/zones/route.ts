import { listZones } from "@/lib/domain/directory/list-zones";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { zoneList } from "@/lib/schemas/zones";

export const GET = route({
  summary: "The zones",
  answer: zoneList,
  access: "directory.read",
  params: nothing,
  query: nothing,
  body: nothing,
  handler: ({ actor }) => listZones(actor),
});

export {
  methodNotAllowed as POST,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
