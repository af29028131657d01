import { db, type Transaction } from "@/lib/platform/database";
import type { Prisma } from "@/prisma/generated/client";
import { comparisonInclude, type ComparisonRow, toComparison } from "./comparison-row";
import { judgeComparison, type PurgeEvidence } from "./judge-comparison";

const purgeSelect = {
  id: true,
  method: true,
  status: true,
  selectorKind: true,
  targets: true,
  attempts: {
    select: { call: { select: { outcome: true, startedAt: true, finishedAt: true } } },
    orderBy: { number: "asc" },
  },
} as const satisfies Prisma.PurgeSelect;

type PurgeFacts = Prisma.PurgeGetPayload<{ select: typeof purgeSelect }>;

function covers({ selectorKind, targets }: PurgeFacts, url: string): boolean | null {
  const { host, pathname } = new URL(url);
  switch (selectorKind) {
    case "tags":
      return null;
    case "files":
      return targets.some(
        (target) => target.replace(/^https?:/, "") === url.replace(/^https?:/, ""),
      );
    case "prefixes":
      return targets.some((prefix) => `${host}${pathname}`.startsWith(prefix));
    case "hosts":
      return targets.includes(host);
    case "everything":
      return true;
  }
}

function evidenceOf(purge: PurgeFacts | null, url: string | undefined): PurgeEvidence | null {
  const calls = purge?.attempts.map(({ call }) => call) ?? [];
  const accepted = calls.find(({ outcome }) => outcome === "accepted");
  // An attempt without an answer may have been carried out: the effect can be as old as the first of them.
  const first = calls.find(({ outcome }) => outcome === "accepted" || outcome === "unknown");
  if (!purge || !first || !accepted?.finishedAt) return null;
  return {
    method: purge.method,
    sentAt: first.startedAt,
    acceptedAt: accepted.finishedAt,
    targets: purge.targets.join(", "),
    covers: url === undefined ? null : covers(purge, url),
  };
}

function side(row: ComparisonRow, name: "affected" | "control") {
  return {
    slug: row[name].slug,
    probes: row.probes.filter((probe) => probe.side === name),
  };
}

/** Reads a comparison, judges it by all its probes and keeps the verdict with it. */
export async function saveVerdict(tx: Transaction, comparisonId: string) {
  const row = await tx.comparison.findUniqueOrThrow({
    where: { id: comparisonId },
    include: comparisonInclude,
  });
  const purge =
    row.purgeId === null
      ? null
      : await tx.purge.findUnique({ where: { id: row.purgeId }, select: purgeSelect });
  const affected = side(row, "affected");
  const control = side(row, "control");
  const since = control.probes[0]?.startedAt;
  const controlPurges =
    since === undefined
      ? 0
      : await tx.purge.count({
          where: { tenantId: row.controlTenantId, status: "accepted", finishedAt: { gte: since } },
        });
  const { code, summary, reasons } = judgeComparison({
    affected,
    control,
    purge: evidenceOf(purge, affected.probes[0]?.url),
    controlPurges,
  });
  await tx.comparison.update({
    where: { id: comparisonId },
    data: { verdictCode: code, verdictSummary: summary, verdictReasons: reasons },
  });
}

/** Reads a comparison as the API answers it, for callers that have checked the permission. */
export async function readSavedComparison(id: string) {
  const row = await db().comparison.findUniqueOrThrow({
    where: { id },
    include: comparisonInclude,
  });
  return toComparison(row);
}
