import { authorize } from "@/lib/audit/authorize";
import { writeEntry } from "@/lib/audit/write-entry";
import { db } from "@/lib/platform/database";
import { log } from "@/lib/platform/log";
import type { Caller } from "@/lib/schemas/actor";
import type { PurgeExportQuery } from "@/lib/schemas/purge-export";
import type { Purge } from "@/lib/schemas/purges";
import { csvLines, type ExportedPurge, exportHead } from "./export-text";
import { readPage } from "./list-purges";

/** So many purges are read and sent at a time: memory does not grow with the list. */
const pageSize = 500;

/** All purges of a filter, newest first, page by page, as they are when their page is read. */
async function* pagesOf(caller: Caller, filters: Omit<PurgeExportQuery, "format">) {
  let cursor: string | undefined;
  for (;;) {
    const query = { ...filters, limit: pageSize, ...(cursor === undefined ? {} : { cursor }) };
    const { items, nextCursor }: { items: Purge[]; nextCursor: string | null } = await readPage(
      caller,
      query,
    );
    yield items;
    if (nextCursor === null) return;
    cursor = nextCursor;
  }
}

/** Purges with their tenants: the list names the one that a purge is of, and counts where there are several. */
async function withTenants(purges: readonly Purge[]): Promise<ExportedPurge[]> {
  const several = purges.filter(({ tenant, tenantCount }) => tenant === null && tenantCount > 0);
  const rows = await db().purgeTenant.findMany({
    where: { purgeId: { in: several.map(({ id }) => id) } },
    select: { purgeId: true, tenant: { select: { id: true, name: true } } },
    orderBy: { tenantId: "asc" },
  });
  const named = new Map<string, ExportedPurge["tenants"]>();
  for (const { purgeId, tenant } of rows)
    named.set(purgeId, [...(named.get(purgeId) ?? []), tenant]);
  return purges.map((purge) => ({
    ...purge,
    tenants: purge.tenant === null ? (named.get(purge.id) ?? []) : [purge.tenant],
  }));
}

/** Purges as lines: of CSV, or each as the list answers it. */
async function linesOf(
  format: PurgeExportQuery["format"],
  purges: readonly Purge[],
): Promise<string> {
  if (format === "csv") return csvLines(await withTenants(purges));
  return purges.map((purge) => `${JSON.stringify(purge)}\n`).join("");
}

/**
 * The purges of a filter as CSV or NDJSON, written while they are read, at the pace of who reads them. When
 * it cannot go on it breaks off with an error and not with an end.
 *
 * @throws AppError not_allowed
 */
export async function exportPurges(
  caller: Caller,
  { format, ...filters }: PurgeExportQuery,
): Promise<ReadableStream<Uint8Array>> {
  const subject = { kind: "purge", id: null };
  await authorize(caller, "purge.read", {
    action: "access.refuse",
    subject,
    summary: `${caller.name} was refused an export of purges`,
  });
  await writeEntry(db(), caller, {
    action: "purge.export",
    subject,
    tenantId: filters.tenant ?? null,
    summary: `${caller.name} exported purges as ${format === "csv" ? "CSV" : "NDJSON"}`,
    details: { format, filter: filters },
  });
  const encoder = new TextEncoder();
  const pages = pagesOf(caller, filters);
  let head = exportHead(format);
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        try {
          const { value, done } = await pages.next();
          const text = head + (await linesOf(format, value ?? []));
          head = "";
          if (text !== "") controller.enqueue(encoder.encode(text));
          if (done === true || text === "") controller.close();
        } catch (error) {
          log().error({ err: error, requestId: caller.requestId }, "an export broke off");
          controller.error(new DOMException("The export broke off.", "AbortError"));
        }
      },
      cancel: async () => {
        await pages.return(undefined);
      },
    },
    { highWaterMark: 1 },
  );
}
