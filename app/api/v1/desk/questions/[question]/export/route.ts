import { exportAnswer } from "@/lib/domain/desk/export-answer";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { StreamedAnswer, streamedAnswer } from "@/lib/http/streamed-answer";
import { deskExportQuery, deskQuestionParams } from "@/lib/schemas/desk";

const types = { csv: "text/csv; charset=utf-8; header=present", ndjson: "application/x-ndjson" };

const inName = (time: string) =>
  new Date(time).toISOString().replace(/\.\d+/, "").replaceAll(":", "-");

export const GET = route({
  summary: "All entries that answer one of the auditor's questions, as a file",
  answer: streamedAnswer,
  streams: {
    "text/csv":
      "RFC 4180 with a line of column names; what a spreadsheet would run as a formula has an apostrophe before it.",
    "application/x-ndjson": "An entry a line, as the list answers it.",
  },
  access: "desk.read",
  params: deskQuestionParams,
  query: deskExportQuery,
  body: nothing,
  handler: async ({ actor, params, query }) => {
    const { from, to, format } = query;
    const name = `${params.question}_${inName(from)}_to_${inName(to)}.${format}`;
    return new StreamedAnswer(await exportAnswer(actor, params.question, query), {
      "content-type": types[format],
      "content-disposition": `attachment; filename="${name}"`,
    });
  },
});

export {
  methodNotAllowed as POST,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
