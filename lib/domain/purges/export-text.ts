import type { Purge } from "@/lib/schemas/purges";
import type { PurgeExportQuery } from "@/lib/schemas/purge-export";
import { csvLine } from "./csv";

/** A purge with every tenant that it concerns. */
export type ExportedPurge = Purge & { tenants: readonly { id: string; name: string }[] };

type Cell = (purge: ExportedPurge) => string | number | null;

function targetsOf({ selector }: Purge): string {
  const { tags, files, prefixes, hosts } = selector;
  if (files !== undefined)
    return files.map((file) => (typeof file === "string" ? file : JSON.stringify(file))).join("\n");
  return (tags ?? prefixes ?? hosts ?? []).join("\n");
}

/** The columns, in their order. Times are ISO 8601 in UTC; several targets or tenants stand one a line. */
const columns: Record<string, Cell> = {
  id: ({ id }) => id,
  requestedAt: ({ requestedAt }) => requestedAt,
  finishedAt: ({ finishedAt }) => finishedAt,
  status: ({ status }) => status,
  tenantId: ({ tenants }) => tenants.map(({ id }) => id).join("\n"),
  tenant: ({ tenants }) => tenants.map(({ name }) => name).join("\n"),
  zone: ({ zone }) => zone.name,
  environment: ({ environmentName }) => environmentName,
  method: ({ method }) => method,
  selectorKind: ({ selector }) => Object.keys(selector)[0] ?? null,
  targets: targetsOf,
  tier: ({ tier }) => tier,
  source: ({ source }) => source,
  actorKind: ({ actor }) => actor.kind,
  actor: ({ actor }) => actor.name,
  actorRole: ({ actor }) => actor.role,
  reason: ({ reason }) => reason,
  ticket: ({ ticket }) => ticket,
  ticketUrl: ({ ticketUrl }) => ticketUrl,
  traceId: ({ traceId }) => traceId,
  attempts: ({ attemptCount }) => attemptCount,
  resultCode: ({ result }) => result?.code ?? null,
  result: ({ result }) => result?.message ?? null,
  verdict: ({ proof }) => proof?.code ?? null,
  resolvedAt: ({ resolution }) => resolution?.at ?? null,
  resolvedBy: ({ resolution }) => resolution?.by ?? null,
  resolution: ({ resolution }) => resolution?.reason ?? null,
};

/** What comes before the first purge. */
export function exportHead(format: PurgeExportQuery["format"]): string {
  return format === "csv" ? csvLine(Object.keys(columns)) : "";
}

/** Purges as lines of CSV. */
export function csvLines(purges: readonly ExportedPurge[]): string {
  return purges.map((purge) => csvLine(Object.values(columns).map((cell) => cell(purge)))).join("");
}
