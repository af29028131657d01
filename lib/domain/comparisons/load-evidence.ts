import { readTags } from "@/lib/domain/probes/ask-origin";
import type { Transaction } from "@/lib/platform/database";
import type { OriginAnswer } from "@/lib/schemas/comparisons";
import type { PageVariant } from "@/lib/schemas/page-setup";
import type { RiskTierId } from "@/lib/schemas/purge-policy";
import type { Prisma } from "@/prisma/generated/client";
import type { ComparisonRow } from "./comparison-row";
import type {
  ComparisonEvidence,
  NewerEvidence,
  OriginEvidence,
  PurgeEvidence,
  WriteEvidence,
} from "./evidence";
import { findReached } from "./find-reached";
import { namesPage, type NamedTargets, readVariants, toVariantEvidence } from "./page-variants";

const purgeSelect = {
  id: true,
  zoneId: true,
  tenantId: true,
  traceId: true,
  method: true,
  status: true,
  selectorKind: true,
  targets: true,
  tier: true,
  zone: { select: { tieredCache: true } },
  attempts: {
    select: { call: { select: { outcome: true, startedAt: true, finishedAt: true } } },
    orderBy: { number: "asc" },
  },
} as const satisfies Prisma.PurgeSelect;

type PurgeFacts = Prisma.PurgeGetPayload<{ select: typeof purgeSelect }>;

/** Clocks of services and the console may differ by so much: less than this is no order. Milliseconds. */
const toleranceMs = 2_000;
/** A write that was committed longer ago than this has shown before. Milliseconds. */
const writeBackMs = 60 * 60_000;

/** A page that was probed. */
type Probed = Compared & { url: string };

function purgeEvidence(purge: PurgeFacts, { url, variants }: Probed): PurgeEvidence | null {
  const calls = purge.attempts.map(({ call }) => call);
  const accepted = calls.find(({ outcome }) => outcome === "accepted");
  // An attempt without an answer may have been carried out: the effect can be as old as the first of them.
  const first = calls.find(({ outcome }) => outcome === "accepted" || outcome === "unknown");
  if (!first || !accepted?.finishedAt) return null;
  return {
    method: purge.method,
    sentAt: first.startedAt,
    acceptedAt: accepted.finishedAt,
    targets: purge.targets.join(", ") || "everything",
    covers: namesPage(purge, url, variants),
    tier: purge.tier as RiskTierId,
    tags: purge.selectorKind === "tags" ? purge.targets.map((tag) => tag.toLowerCase()) : [],
  };
}

/** The first newer purge that may have removed this page's copies: one of the tenant that names no other page. */
async function newerPurge(
  tx: Transaction,
  purge: PurgeFacts,
  { sentAt }: PurgeEvidence,
  { url, variants }: Probed,
): Promise<NewerEvidence | null> {
  if (purge.tenantId === null) return null;
  const rows = await tx.purge.findMany({
    where: {
      id: { not: purge.id },
      tenantId: purge.tenantId,
      status: { in: ["sending", "accepted"] },
      attempts: { some: { call: { startedAt: { gt: sentAt } } } },
    },
    select: {
      selectorKind: true,
      targets: true,
      attempts: {
        select: { call: { select: { startedAt: true } } },
        orderBy: { number: "asc" },
        take: 1,
      },
    },
    take: 100,
  });
  const times = rows
    .filter((row) => namesPage(row, url, variants) !== false)
    .flatMap(({ attempts }) => attempts.map(({ call }) => call.startedAt))
    .filter((at) => at > sentAt);
  if (times.length === 0) return null;
  return { kind: "purge", at: new Date(Math.min(...times.map((at) => at.getTime()))) };
}

/**
 * The committed writes that the page should show: the one that the purge is for, and the first newer one. A
 * write of the purge's own trace that was committed after the purge was sent is what the purge was too early for.
 */
async function writesOf(
  tx: Transaction,
  purge: PurgeFacts,
  { sentAt }: PurgeEvidence,
  path: string,
): Promise<{ write: WriteEvidence | null; newer: NewerEvidence | null }> {
  if (purge.tenantId === null) return { write: null, newer: null };
  const rows = await tx.writeEvent.findMany({
    where: {
      tenantId: purge.tenantId,
      phase: "committed",
      at: { gt: new Date(sentAt.getTime() - writeBackMs) },
      OR: [
        { traceId: purge.traceId },
        { paths: { has: path } },
        { tags: { hasSome: purge.targets } },
      ],
    },
    select: { at: true, traceId: true },
    orderBy: { at: "asc" },
    take: 500,
  });
  const isAfter = ({ at }: { at: Date }) => at.getTime() > sentAt.getTime() + toleranceMs;
  const own = rows.filter(({ traceId }) => traceId === purge.traceId);
  const early = own.find(isAfter);
  const before = rows.findLast((row) => !isAfter(row));
  const newer = rows.find((row) => isAfter(row) && !own.includes(row));
  return {
    write:
      early !== undefined
        ? { committedAt: early.at, early: true }
        : before === undefined
          ? null
          : { committedAt: before.at, early: false },
    newer: newer === undefined ? null : { kind: "write", at: newer.at },
  };
}

function earlier(a: NewerEvidence | null, b: NewerEvidence | null): NewerEvidence | null {
  if (a === null || b === null) return a ?? b;
  return a.at <= b.at ? a : b;
}

/** The page that is compared: how its default variant is asked for, and its other ones. */
interface Compared {
  path: string;
  /** null: it was not probed yet. */
  url: string | null;
  variants: PageVariant[];
}

async function purgeFacts(tx: Transaction, purgeId: string | null, page: Compared) {
  const { url, path } = page;
  const none = { purge: null, tieredCache: false, write: null, newer: null };
  const named = (purge: NamedTargets | null) => toVariantEvidence(page.variants, purge, url);
  if (purgeId === null || url === null) return { ...none, variants: named(null) };
  const facts = await tx.purge.findUniqueOrThrow({ where: { id: purgeId }, select: purgeSelect });
  const variants = named(facts);
  const purge = purgeEvidence(facts, { ...page, url });
  if (purge === null) return { ...none, variants };
  const { write, newer } = await writesOf(tx, facts, purge, path);
  return {
    purge,
    variants,
    tieredCache: facts.zone.tieredCache,
    write,
    newer: earlier(newer, await newerPurge(tx, facts, purge, { ...page, url })),
  };
}

/** The origin's answers that are of the page: an error or a redirect says nothing of its content. */
function originEvidence(answers: readonly OriginAnswer[]): OriginEvidence[] {
  return answers.flatMap(({ startedAt, variant, httpStatus, fingerprint, cacheTag, error }) => {
    const isPage = error === null && httpStatus !== null && httpStatus >= 200 && httpStatus < 300;
    if (!isPage || fingerprint === null) return [];
    return [{ startedAt: new Date(startedAt), variant, fingerprint, tags: readTags(cacheTag) }];
  });
}

/** Whether another purge, since the control tenant was first probed, explains why its page went cold. */
async function wasControlReached(tx: Transaction, row: ComparisonRow): Promise<boolean> {
  const since = row.probes.find(({ side }) => side === "control")?.startedAt;
  const { controlTenantId, purgeId } = row;
  if (since === undefined || controlTenantId === null) return false;
  const reached = await findReached(tx, [controlTenantId], { since, except: purgeId });
  return reached.has(controlTenantId);
}

/** Everything that is on record for the verdict of a comparison. */
export async function loadEvidence(
  tx: Transaction,
  row: ComparisonRow,
): Promise<ComparisonEvidence> {
  const of = (side: "affected" | "control") => row.probes.filter((probe) => probe.side === side);
  const affected = of("affected");
  const page = {
    path: row.path,
    url: affected.find(({ variant }) => variant === null)?.url ?? null,
    variants: await readVariants(tx, row.affectedTenantId, row.path),
  };
  return {
    affected: { slug: row.affected.slug, probes: affected },
    control: row.control === null ? null : { slug: row.control.slug, probes: of("control") },
    controlReached: await wasControlReached(tx, row),
    origin: originEvidence(row.origin as unknown as OriginAnswer[]),
    ...(await purgeFacts(tx, row.purgeId, page)),
  };
}
