import { importForCaller } from "@/lib/domain/directory/sync-directory";
import { methodNotAllowed } from "@/lib/http/method-not-allowed";
import { readImport } from "@/lib/http/read-import";
import { nothing } from "@/lib/http/read-request";
import { route } from "@/lib/http/route";
import { directoryFile, importQuery } from "@/lib/schemas/directory";
import { directoryChanges } from "@/lib/schemas/directory-changes";

export const POST = route({
  summary: "Load many zones, tag patterns and tenants, all or nothing",
  answer: directoryChanges,
  tokens: true,
  errors: ["sign_in_again"],
  access: "directory.write",
  params: nothing,
  query: importQuery,
  body: directoryFile,
  read: readImport,
  described: { types: ["application/x-ndjson", "text/csv"], body: directoryFile },
  handler: ({ actor, query, body }) => importForCaller(actor, body, query.dryRun === "true"),
});

export {
  methodNotAllowed as GET,
  methodNotAllowed as PUT,
  methodNotAllowed as PATCH,
  methodNotAllowed as DELETE,
};
