import * as z from "zod";

const text = z.string().max(4_000, "must have at most 4000 characters").optional();
const number = z.number().optional();

/** What a browser reports of a page that its policy kept something from: https://www.w3.org/TR/CSP3/#deprecated-serialize-violation */
export const cspReport = z.strictObject({
  "csp-report": z.strictObject({
    ...{ "document-uri": text, referrer: text, "blocked-uri": text, "original-policy": text },
    ...{ "effective-directive": text, "violated-directive": text, disposition: text },
    ...{ "status-code": number, "script-sample": text },
    ...{ "source-file": text, "line-number": number, "column-number": number },
  }),
});
export type CspReport = z.infer<typeof cspReport>;

/** Whether it stands in the log: of many in a minute the first do, and all are counted. */
export const cspReportNoted = z.strictObject({ logged: z.boolean() });
