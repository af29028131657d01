import * as z from "zod";
import { reportPurges } from "@/lib/domain/reports/report-purges";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { readBatch } from "@/lib/http/read-batch";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";

export const POST = route({
  tokens: true,
  access: "purge.report",
  params: nothing,
  query: nothing,
  // Each item is held to its schema by itself (lib/schemas/purge-events.ts).
  body: z.array(z.unknown()),
  read: readBatch,
  handler: ({ actor, body }) => reportPurges(actor, body),
});

export {
  methodNotAllowed as GET,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
