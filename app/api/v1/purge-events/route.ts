import * as z from "zod";
import { reportPurges } from "@/lib/domain/reports/report-purges";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { readBatch } from "@/lib/http/read-batch";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { oneOrMany, reportAnswers } from "@/lib/schemas/batches";
import { purgeEvent } from "@/lib/schemas/purge-events";

export const POST = route({
  summary: "Report purges that a service sent to Cloudflare itself",
  answer: reportAnswers,
  tokens: true,
  access: "purge.report",
  params: nothing,
  query: nothing,
  // Each item is held to its schema by itself (lib/schemas/purge-events.ts).
  body: z.array(z.unknown()),
  read: readBatch,
  described: { types: ["application/x-ndjson"], body: oneOrMany(purgeEvent) },
  handler: ({ actor, body }) => reportPurges(actor, body),
});

export {
  methodNotAllowed as GET,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
