import { authorize } from "@/lib/audit/authorize";
import { readFileTarget } from "@/lib/edge/file-target";
import { addMs, now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import { AppError } from "@/lib/schemas/errors";
import { fileHeaders, fileUrl } from "@/lib/schemas/files";
import { can, rolesWith } from "@/lib/schemas/permissions";
import { type RiskTier, riskTiers } from "@/lib/schemas/purge-policy";
import type { PurgePlan, PurgePlanRequest } from "@/lib/schemas/purges";
import { findEnvironment } from "./find-environment";
import { loadSurroundings, putTogether, type Surroundings, takeApart } from "./load-surroundings";
import { planNotes } from "./plan-notes";
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
  const { environments, zone } = surroundings;
  const found = findEnvironment(request.environment, environments, zone.name);
  if ("fields" in resolved || "fields" in found) {
    const fields = [resolved, found].flatMap((part) => ("fields" in part ? part.fields : []));
    const [first] = fields;
    const words = `${first?.path ?? "selector"}: ${first?.message ?? "not valid"}`;
    throw new AppError("invalid_input", words, fields);
  }
  return { surroundings, resolved, ...found, tier: riskTiers[resolved.tier] as RiskTier };
}
export type ResolvedRequest = Awaited<ReturnType<typeof resolveRequest>>;

/** Pages are production's: an environment's copies of them are not known here. */
function pagesHit({ surroundings, resolved, environment }: ResolvedRequest): PurgePlan["pages"] {
  if (environment !== null) return [];
  const { around, pages } = surroundings;
  const { kind, targets } = resolved;
  const values = targets.map(({ value }) =>
    kind === "files" ? fileUrl(readFileTarget(value)) : value,
  );
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
  { resolved: { kind, targets }, environment }: ResolvedRequest,
): Promise<PurgePlan["recent"]> {
  const recent = await db().purge.findFirst({
    where: {
      tenantId: request.tenantId,
      environment: environment?.ref ?? null,
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
export function expectedConfirmation({ tier, surroundings }: ResolvedRequest): string | null {
  return confirmationText(tier, surroundings);
}

function planTargets({ kind, targets }: ResolvedPurge): PurgePlan["targets"] {
  return targets.map(({ value, ...rest }) => {
    const file = kind === "files" ? readFileTarget(value) : value;
    const headers = fileHeaders(file).map(([name, text]) => ({ name, value: text }));
    return { ...rest, value: fileUrl(file), headers };
  });
}

function costOf({ method }: PurgePlanRequest, { kind, targets }: ResolvedPurge): PurgePlan["cost"] {
  // Cloudflare counts purges by URL apart from all others, by the URL.
  const urls = targets.length === 1 ? "1 URL" : `${targets.length} URLs`;
  const counted =
    kind === "files"
      ? `${urls} of the account's allowance of URLs at Cloudflare.`
      : "1 request of the account's allowance at Cloudflare.";
  const effect =
    method === "purge"
      ? "The next visit of each page, in each data centre, waits for the origin."
      : "The next visit of each page, in each data centre, asks the origin whether the copy is still right.";
  return { calls: 1, statement: `${counted} ${effect}` };
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
  const { surroundings, resolved, environment, tier } = plan;
  const permitted = can(actor.role, tier.permission);
  const refusal = resolved.refusal ?? (permitted ? null : roleRefusal(actor, tier));
  return {
    tenant: surroundings.tenant,
    zone: surroundings.zone,
    environment,
    method: request.method,
    selector: putTogether(
      resolved.kind,
      resolved.targets.map(({ value }) => value),
    ),
    targets: planTargets(resolved),
    tier: { id: resolved.tier, label: tier.label },
    confirmation: { kind: tier.confirmation, expected: expectedConfirmation(plan) },
    allowed: refusal === null,
    refusal,
    whoCan: [...rolesWith(tier.permission)],
    notes: planNotes(resolved, environment, surroundings.environments),
    pages: pagesHit(plan),
    otherTenants: await otherTenants(surroundings, resolved),
    cost: costOf(request, resolved),
    recent: await findRecent(request, plan),
  };
}

/** Why a role may not send a purge of a tier. */
export function roleRefusal(actor: Actor, tier: RiskTier) {
  return {
    code: "not_allowed" as const,
    message: `${tier.label}: your role (${actor.role}) may not purge this. It takes one of: ${rolesWith(tier.permission).join(", ")}.`,
  };
}
