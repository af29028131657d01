import { newId } from "@/lib/platform/ids";
import type { Prisma } from "@/prisma/generated/client";

type PurgeData = Prisma.PurgeCreateManyInput;
type EntryData = Prisma.AuditEntryCreateManyInput;

const base = { outcome: "done", requestId: "practice data" } as const;

function asked(purge: PurgeData): EntryData {
  const { id, requestedAt, method, targets, tier, actorName, selectorKind: kind } = purge;
  const at = requestedAt as Date;
  const what = (targets as string[]).join(", ");
  return {
    ...base,
    ...{ id: newId(at), at, action: "purge.request", subjectKind: "purge", subjectId: id },
    ...{ actorKind: purge.actorKind, actorName, actorRole: purge.actorRole ?? null },
    tenantId: purge.tenantId ?? null,
    summary: `${actorName} asked to ${method} ${what}`,
    details: JSON.stringify({ method, kind, targets, tier, practice: true }),
    reason: purge.reason ?? null,
    ticket: purge.ticket ?? null,
  };
}

function ended({ id, status, finishedAt, tenantId, targets, resultMessage }: PurgeData): EntryData {
  const at = finishedAt as Date;
  const accepted = status === "accepted";
  return {
    ...base,
    ...{ id: newId(at), at, subjectKind: "purge", subjectId: id },
    ...{ actorKind: "system", actorName: "console", tenantId: tenantId ?? null },
    action: accepted ? "purge.accept" : "purge.fail",
    summary: accepted
      ? `Cloudflare accepted ${(targets as string[]).join(", ")}`
      : `Failed: ${typeof resultMessage === "string" ? resultMessage : ""}`,
    details: JSON.stringify({ practice: true }),
  };
}

function resolved({ id, tenantId, resolvedAt, resolvedBy, resolution }: PurgeData): EntryData[] {
  const by = typeof resolvedBy === "string" ? resolvedBy : "";
  if (resolvedAt === undefined || resolvedAt === null) return [];
  const at = resolvedAt as Date;
  return [
    {
      ...base,
      ...{ id: newId(at), at, action: "purge.resolve", subjectKind: "purge" },
      ...{ subjectId: id, actorKind: "person", actorName: by },
      ...{ actorRole: "engineer", tenantId: tenantId ?? null },
      summary: `${by} closed a failed purge`,
      details: JSON.stringify({ practice: true }),
      reason: resolution ?? null,
    },
  ];
}

/**
 * Entries of the practice history, so that an auditor has something to look at from the first minute: those of people's
 * purges, of wide ones, and of those that failed. All others have none, as purges have that were made before a console.
 */
export function practiceEntries(purges: readonly PurgeData[]): EntryData[] {
  return purges
    .filter(
      ({ source, status }) => source === "manual" || source === "deploy" || status === "failed",
    )
    .flatMap((purge) => [asked(purge), ended(purge), ...resolved(purge)]);
}
