import {
  pageUrl,
  type ProbeAnswer,
  type ProbeRequest,
  sendProbe,
} from "@/lib/edge/probe/send-probe";
import { now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";
import { AppError } from "@/lib/schemas/errors";
import type { Prisma } from "@/prisma/generated/client";

type ProbeData = Prisma.ProbeUncheckedCreateInput;

/** A tenant's page as it is probed: its first host, at its zone's edge. */
export async function findPage(tenantId: string, path: string) {
  const tenant = await db().tenant.findUnique({
    where: { id: tenantId, removedAt: null },
    select: {
      id: true,
      slug: true,
      hosts: { select: { host: true }, orderBy: { position: "asc" }, take: 1 },
      zone: { select: { id: true, edgeScheme: true, edgeAddress: true } },
    },
  });
  if (tenant === null)
    throw new AppError("not_found", `There is no tenant with the id ${tenantId}.`);
  const host = tenant.hosts[0]?.host;
  if (host === undefined) {
    throw new AppError("invalid_input", `The tenant ${tenant.slug} has no host to probe.`);
  }
  const { edgeScheme, edgeAddress } = tenant.zone;
  const scheme = edgeScheme === "http" ? ("http" as const) : ("https" as const);
  const edge = edgeAddress === null ? null : { scheme, address: edgeAddress };
  return {
    tenantId: tenant.id,
    slug: tenant.slug,
    zoneId: tenant.zone.id,
    request: { host, path, edge },
  };
}
export type TenantPage = Awaited<ReturnType<typeof findPage>>;

async function probePage(page: TenantPage): Promise<{ data: ProbeData; answer: ProbeAnswer }> {
  const startedAt = now();
  const request: ProbeRequest = page.request;
  const answer = await sendProbe(request);
  const { tenantId } = page;
  return {
    answer,
    data: {
      id: newId(startedAt),
      tenantId,
      path: request.path,
      url: pageUrl(request),
      startedAt,
      ...answer,
    },
  };
}

/**
 * Probes both sides at the same time.
 *
 * @param round what number this round has in the comparison
 */
export async function takeRound(
  sides: { affected: TenantPage; control: TenantPage },
  comparisonId: string,
  phase: "before" | "after",
  round: number,
): Promise<{ probes: ProbeData[]; bothWarm: boolean }> {
  const [affected, control] = await Promise.all([
    probePage(sides.affected),
    probePage(sides.control),
  ]);
  const place = { comparisonId, phase, round };
  return {
    probes: [
      { ...affected.data, ...place, side: "affected" },
      { ...control.data, ...place, side: "control" },
    ],
    bothWarm: [affected, control].every(({ answer }) => answer.cacheStatus === "HIT"),
  };
}
