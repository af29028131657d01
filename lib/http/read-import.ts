import { mostImportBytes } from "@/lib/schemas/directory-changes";
import { AppError } from "@/lib/schemas/errors";
import { readTenantLines, readTenantTable } from "@/lib/schemas/tenant-lines";
import { contentType, readAnyJson, readLimited } from "./read-request";

/**
 * The body of an import: the import file as JSON, or tenants as NDJSON or CSV, made into what the file has.
 *
 * @throws AppError unsupported_media_type; too_large naming the limit; invalid_input naming the line
 */
export async function readImport(request: Request): Promise<unknown> {
  switch (contentType(request) ?? "none") {
    case "application/json":
      return readAnyJson(request, mostImportBytes);
    case "application/x-ndjson":
      return readTenantLines(await readLimited(request, mostImportBytes));
    case "text/csv":
      return readTenantTable(await readLimited(request, mostImportBytes));
    default:
      throw new AppError(
        "unsupported_media_type",
        "Send the body as application/json, application/x-ndjson or text/csv.",
      );
  }
}
