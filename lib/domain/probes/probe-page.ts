import type { ProbeAnswer, ProbeRequest } from "@/lib/edge/probe/probe-request";
import { pageUrl, sendProbe } from "@/lib/edge/probe/send-probe";
import { now } from "@/lib/platform/clock";
import { newId } from "@/lib/platform/ids";
import type { PageVariant } from "@/lib/schemas/page-setup";
import type { Finding } from "@/lib/schemas/probes";
import type { Prisma } from "@/prisma/generated/client";
import { findHygiene } from "./find-hygiene";
import { findOtherTenants } from "./find-other-tenants";
import type { TenantPage } from "./find-page";
import { variantRequest } from "@/lib/edge/probe/variant-request";

export type ProbeData = Prisma.ProbeUncheckedCreateInput;

/** Whether a redirect leads to a host of the tenant; null: it is none. */
function staysWith(hosts: string[], redirectTo: string | null): boolean | null {
  if (redirectTo === null) return null;
  return URL.canParse(redirectTo) && hosts.includes(new URL(redirectTo).hostname);
}

/** Where an answer comes from: what the edge hands out, or what the origin behind it says itself. */
export type ProbeSource = "edge" | "origin";

/** What is wrong with an answer, by the rules for caching. */
async function judge(
  page: TenantPage,
  variant: PageVariant | null,
  source: ProbeSource,
  answer: ProbeAnswer,
): Promise<Finding[]> {
  return findHygiene({
    ...answer,
    path: page.request.path,
    fromOrigin: source === "origin",
    tenant: page.tenant,
    otherTenants: await findOtherTenants(page, answer.markers),
    variant,
    plan: page.plan,
  });
}

interface Asked {
  /** Where to ask instead of the zone's edge, as the page's own request has it. */
  request?: ProbeRequest;
  /** What is there: only an origin shows Cache-Tag, so that its absence says something. */
  source?: ProbeSource;
  /** Whose time the probe is of: the database's, where it is compared with a purge's. */
  clock?: () => Date;
}

/**
 * Probes a page of a tenant, and makes of the answer what is kept of it. Writes nothing.
 *
 * @param variant which of the page's variants; null: the default one
 */
export async function probePage(
  page: TenantPage,
  variant: PageVariant | null = null,
  { request = page.request, source = "edge", clock = now }: Asked = {},
): Promise<{ data: ProbeData; answer: ProbeAnswer }> {
  const startedAt = clock();
  const asked = { ...variantRequest(request, variant), marker: page.marker };
  const answer = await sendProbe(asked);
  return {
    answer,
    data: {
      ...kept(answer),
      id: newId(startedAt),
      tenantId: page.tenantId,
      // The page, without what a variant adds to it: its history is one.
      path: request.path,
      url: pageUrl(asked),
      variant: variant?.name ?? null,
      startedAt,
      redirectStays: staysWith(page.hosts, answer.redirectTo),
      findings: (await judge(page, variant, source, answer)).map((one) => ({ ...one })),
    },
  };
}

/** What of an answer is kept as it is. Whose a page says it is becomes a finding, and is not kept itself. */
function kept({ jsonLeaves, ...answer }: ProbeAnswer) {
  const rest: Partial<Omit<ProbeAnswer, "jsonLeaves">> = answer;
  delete rest.markers;
  return {
    ...(rest as Omit<typeof answer, "markers">),
    ...(jsonLeaves === null ? {} : { jsonLeaves: { ...jsonLeaves } }),
  };
}
