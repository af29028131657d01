import { exportAudit } from "@/lib/domain/audit/export-audit";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { StreamedAnswer, streamedAnswer } from "@/lib/http/streamed-answer";
import { auditExportQuery } from "@/lib/schemas/audit";

const fileName = () =>
  `audit_${new Date().toISOString().replace(/\.\d+/, "").replaceAll(":", "-")}.ndjson`;

export const GET = route({
  summary: "The audit record as a file that can be verified without the console",
  answer: streamedAnswer,
  streams: {
    "application/x-ndjson":
      "The head, seals, an entry with its link a line, the end; docs/audit.md describes them.",
  },
  access: "audit.read",
  params: nothing,
  query: auditExportQuery,
  body: nothing,
  handler: async ({ actor, query }) =>
    new StreamedAnswer(await exportAudit(actor, query), {
      "content-type": "application/x-ndjson",
      "content-disposition": `attachment; filename="${fileName()}"`,
    }),
});

export {
  methodNotAllowed as POST,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
