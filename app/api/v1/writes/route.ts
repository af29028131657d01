import * as z from "zod";
import { reportWrites } from "@/lib/domain/reports/report-writes";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { readBatch } from "@/lib/http/read-batch";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { oneOrMany } from "@/lib/schemas/batches";
import { writeAnswers, writeEvent } from "@/lib/schemas/writes";

export const POST = route({
  summary: "Tell of writes on tenants: that they began, were committed or failed",
  answer: writeAnswers,
  tokens: true,
  access: "write.report",
  params: nothing,
  query: nothing,
  // Each item is held to its schema by itself (lib/schemas/writes.ts).
  body: z.array(z.unknown()),
  read: readBatch,
  described: { types: ["application/x-ndjson"], body: oneOrMany(writeEvent) },
  handler: ({ actor, body }) => reportWrites(actor, body),
});

export {
  methodNotAllowed as GET,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
