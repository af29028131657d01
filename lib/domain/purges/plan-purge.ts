import { authorize } from "@/lib/audit/authorize";
import { addMs, now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import { AppError } from "@/lib/schemas/errors";
import { can, rolesWith } from "@/lib/schemas/permissions";
import { type RiskTier, riskTiers } from "@/lib/schemas/purge-policy";
import type { PurgePlan, PurgePlanRequest } from "@/lib/schemas/purges";
import { loadSurroundings, putTogether, type Surroundings, takeApart } from "./load-surroundings";
import { type ResolvedPurge, resolvePurge } from "./resolve-purge";
import { classifyTag, onRoutes } from "./tag-plan";

/** The same purge within this time is worth a question. */
const recentMs = 60_000;
/** The most pages that a preview lists. */
const maxPages = 50;

/**
 * Resolves a request to what would be sent.
 *
 * @throws AppError not_found, or invalid_input naming each target that is not valid
 */
export async function resolveRequest(request: PurgePlanRequest) {
  const selector = takeApart(request.selector);
  const surroundings = await loadSurroundings(request.tenantId, selector);
  const resolved = resolvePurge(selector, surroundings.around);
  if ("fields" in resolved) {
    const [first] = resolved.fields;
    throw new AppError(
      "invalid_input",
      `${first?.path ?? "selector"}: ${first?.message ?? "not valid"}`,
      resolved.fields,
    );
  }
  return { surroundings, resolved, tier: riskTiers[resolved.tier] as RiskTier };
}

function pagesHit({ around, pages }: Surroundings, { kind, targets }: ResolvedPurge) {
  const values = targets.map(({ value }) => value);
  const hit = pages.filter(({ path, url }) => {
    const { host, pathname, href } = new URL(url);
    switch (kind) {
      case "files":
        return values.includes(href);
      case "hosts":
        return values.includes(host);
      case "prefixes":
        return values.some((prefix) => `${host}${pathname}`.startsWith(prefix));
      case "tags":
        return values.some((tag) => {
          const { planned } = classifyTag(tag, around.tenant, around.plan);
          return planned !== null && onRoutes(path, planned.routes);
        });
      case "everything":
        return true;
    }
  });
  return hit.slice(0, maxPages);
}

async function otherTenants(
  { around, zone, tenant }: Surroundings,
  { kind, targets, refusal }: ResolvedPurge,
): Promise<PurgePlan["otherTenants"]> {
  if (refusal !== null) {
    const count = (await db().tenant.count({ where: { zoneId: zone.id } })) - 1;
    return refusal.code === "foreign_target"
      ? { count: null, statement: "It is not this tenant's." }
      : { count, statement: `Up to ${count} other tenants of ${zone.name} would go cold.` };
  }
  if (kind !== "tags") {
    return {
      count: 0,
      statement: `No other tenant is served from there; ${tenant.slug} is alone on the host.`,
    };
  }
  const onRecord = targets.every(
    ({ scope, value }) =>
      scope !== "object" || around.objectOwners.get(value)?.has(tenant.slug) === true,
  );
  return onRecord
    ? { count: 0, statement: "No other tenant carries this, by the tag plan." }
    : {
        count: null,
        statement: "None by the tag plan, if the id is this tenant's: that is not on record.",
      };
}

async function findRecent(
  request: PurgePlanRequest,
  { kind, targets }: ResolvedPurge,
): Promise<PurgePlan["recent"]> {
  const recent = await db().purge.findFirst({
    where: {
      tenantId: request.tenantId,
      method: request.method,
      selectorKind: kind,
      targets: { equals: targets.map(({ value }) => value) },
      requestedAt: { gt: addMs(now(), -recentMs) },
      status: { not: "failed" },
    },
    orderBy: { requestedAt: "desc" },
  });
  return (
    recent && {
      purgeId: recent.id,
      requestedAt: recent.requestedAt.toISOString(),
      actorName: recent.actorName,
    }
  );
}

function confirmationText(tier: RiskTier, { tenant, zone }: Surroundings): string | null {
  if (tier.confirmation === "tenant-slug") return tenant.slug;
  return tier.confirmation === "zone-name" ? zone.name : null;
}

/** What must be typed for a purge; null when the named button is enough. */
export function expectedConfirmation(
  resolved: Awaited<ReturnType<typeof resolveRequest>>,
): string | null {
  return confirmationText(resolved.tier, resolved.surroundings);
}

function costOf({ method }: PurgePlanRequest): PurgePlan["cost"] {
  const effect =
    method === "purge"
      ? "The next visit of each page, in each data centre, waits for the origin."
      : "The next visit of each page, in each data centre, asks the origin whether the copy is still right.";
  return { calls: 1, statement: `1 request of the account's allowance at Cloudflare. ${effect}` };
}

/**
 * What a purge would do, for whom it is allowed, and how it has to be confirmed. Changes nothing.
 *
 * @throws AppError not_allowed, not_found, invalid_input
 */
export async function planPurge(actor: Actor, request: PurgePlanRequest): Promise<PurgePlan> {
  await authorize(actor, "purge.object", {
    action: "purge.request",
    subject: { kind: "tenant", id: request.tenantId },
    tenantId: request.tenantId,
    summary: `${actor.name} was refused the preview of a purge`,
  });
  const plan = await resolveRequest(request);
  const { surroundings, resolved, tier } = plan;
  const permitted = can(actor.role, tier.permission);
  const refusal = resolved.refusal ?? (permitted ? null : roleRefusal(actor, tier));
  return {
    tenant: surroundings.tenant,
    zone: surroundings.zone,
    method: request.method,
    selector: putTogether(
      resolved.kind,
      resolved.targets.map(({ value }) => value),
    ),
    targets: resolved.targets,
    tier: { id: resolved.tier, label: tier.label },
    confirmation: { kind: tier.confirmation, expected: expectedConfirmation(plan) },
    allowed: refusal === null,
    refusal,
    whoCan: [...rolesWith(tier.permission)],
    pages: pagesHit(surroundings, resolved),
    otherTenants: await otherTenants(surroundings, resolved),
    cost: costOf(request),
    recent: await findRecent(request, resolved),
  };
}

/** Why a role may not send a purge of a tier. */
export function roleRefusal(actor: Actor, tier: RiskTier) {
  return {
    code: "not_allowed" as const,
    message: `${tier.label}: your role (${actor.role}) may not purge this. It takes one of: ${rolesWith(tier.permission).join(", ")}.`,
  };
}
