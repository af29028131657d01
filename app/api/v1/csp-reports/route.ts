import { noteViolation } from "@/lib/domain/csp-reports/note-violation";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { nothing, readCspReport } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { cspReport, cspReportNoted } from "@/lib/schemas/csp-reports";

export const POST = route({
  summary: "What a browser tells of a page that its policy kept something from",
  answer: cspReportNoted,
  access: "session.own",
  params: nothing,
  query: nothing,
  body: cspReport,
  read: readCspReport,
  described: { types: ["application/csp-report"], body: cspReport },
  handler: ({ actor, body }) => Promise.resolve(noteViolation(actor, body)),
});

export {
  methodNotAllowed as GET,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
