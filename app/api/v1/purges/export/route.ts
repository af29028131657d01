import { exportPurges } from "@/lib/domain/purges/export-purges";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { StreamedAnswer, streamedAnswer } from "@/lib/http/streamed-answer";
import { type PurgeExportQuery, purgeExportQuery } from "@/lib/schemas/purge-export";

const types = { csv: "text/csv; charset=utf-8; header=present", ndjson: "application/x-ndjson" };

/** With its range, in UTC: "purges_2026-11-01T00-00-00Z_to_2026-11-21T17-00-00Z.csv". */
function fileName({ format, from, to }: PurgeExportQuery): string {
  const inName = (time: string) =>
    new Date(time).toISOString().replace(/\.\d+/, "").replaceAll(":", "-");
  const start = from === undefined ? "" : `${inName(from)}_`;
  return `purges_${start}to_${inName(to ?? new Date().toISOString())}.${format}`;
}

export const GET = route({
  summary: "All purges of a filter, as a file",
  answer: streamedAnswer,
  streams: {
    "text/csv":
      "RFC 4180 with a line of column names; what a spreadsheet would run as a formula has an apostrophe before it.",
    "application/x-ndjson": "A purge a line, as the list answers it.",
  },
  tokens: true,
  access: "purge.read",
  params: nothing,
  query: purgeExportQuery,
  body: nothing,
  handler: async ({ actor, query }) =>
    new StreamedAnswer(await exportPurges(actor, query), {
      "content-type": types[query.format],
      "content-disposition": `attachment; filename="${fileName(query)}"`,
    }),
});

export {
  methodNotAllowed as POST,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
