import { authorize } from "@/lib/audit/authorize";
import { readFileTarget } from "@/lib/edge/file-target";
import { loadPolicy } from "@/lib/domain/policies/load-policy";
import { readSignIn } from "@/lib/domain/policies/recent-sign-in";
import { addMs, now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import { AppError } from "@/lib/schemas/errors";
import { fileHeaders, fileUrl } from "@/lib/schemas/files";
import { type ConfirmationKind, riskTiers } from "@/lib/schemas/purge-policy";
import type { PurgePlan } from "@/lib/schemas/purge-plan";
import type { PurgePlanRequest } from "@/lib/schemas/purges";
import { findEnvironment } from "./find-environment";
import {
  loadSurroundings,
  putTogether,
  type Reader,
  type Surroundings,
  takeApart,
} from "./load-surroundings";
import { otherTenants } from "./other-tenants";
import { planDigest } from "./plan-digest";
import { planNotes } from "./plan-notes";
import { quietRefusal, roleRefusal } from "./policy-rules";
import { type ResolvedPurge, resolvePurge } from "./resolve-purge";
import { readZoneCost } from "./zone-cost";
import { classifyTag, onRoutes } from "./tag-plan";

/** The same purge within this time is worth a question. */
const recentMs = 60_000;
/** The most pages that a preview lists. */
const maxPages = 50;

/**
 * Resolves a request to what would be sent.
 *
 * @param tx the transaction that sees what is there at its moment; absent: none
 * @throws AppError not_found, or invalid_input naming each target that is not valid
 */
export async function resolveRequest(request: PurgePlanRequest, tx: Reader = db()) {
  const selector = takeApart(request.selector);
  const surroundings = await loadSurroundings(request.tenantId, selector, tx);
  const resolved = resolvePurge(selector, surroundings.around);
  const { environments, zone } = surroundings;
  const found = findEnvironment(request.environment, environments, zone.name);
  if ("fields" in resolved || "fields" in found) {
    const fields = [resolved, found].flatMap((part) => ("fields" in part ? part.fields : []));
    const [first] = fields;
    const words = `${first?.path ?? "selector"}: ${first?.message ?? "not valid"}`;
    throw new AppError("invalid_input", words, fields);
  }
  const { version, policy } = await loadPolicy(tx);
  const others = await otherTenants(surroundings, resolved, tx);
  const rule = policy.tiers[resolved.tier];
  return { surroundings, resolved, ...found, others, version, policy, rule };
}
export type ResolvedRequest = Awaited<ReturnType<typeof resolveRequest>>;

/** Pages are production's: an environment's copies of them are not known here. */
export function pagesHit({
  surroundings,
  resolved,
  environment,
}: ResolvedRequest): PurgePlan["pages"] {
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

async function findRecent(
  request: PurgePlanRequest,
  { resolved: { kind, targets }, environment }: ResolvedRequest,
  except: string | null,
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
      ...(except === null ? {} : { id: { not: except } }),
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

function confirmationText(kind: ConfirmationKind, { tenant, zone }: Surroundings): string | null {
  if (kind === "tenant-slug") return tenant.slug;
  return kind === "zone-name" ? zone.name : null;
}

/** What must be typed for a purge; null when the named button is enough. */
export function expectedConfirmation({ rule, surroundings }: ResolvedRequest): string | null {
  return confirmationText(rule.confirmation, surroundings);
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
  return previewOf(actor, request, await resolveRequest(request));
}

/**
 * What a resolved request would do, for callers that have checked the permission.
 *
 * @param except the purge that it is the preview of, which is not another one of late
 */
export async function previewOf(
  actor: Actor,
  request: PurgePlanRequest,
  plan: ResolvedRequest,
  except: string | null = null,
): Promise<PurgePlan> {
  const { surroundings, resolved, environment, rule, policy, version } = plan;
  const { tier } = resolved;
  const refusal =
    resolved.refusal ?? roleRefusal(actor, policy, tier) ?? quietRefusal(policy, tier, now());
  return {
    digest: planDigest(plan, request.method),
    policyVersion: version,
    tenant: surroundings.tenant,
    zone: surroundings.zone,
    environment,
    method: request.method,
    selector: putTogether(
      resolved.kind,
      resolved.targets.map(({ value }) => value),
    ),
    targets: planTargets(resolved),
    tier: { id: tier, label: riskTiers[tier].label },
    confirmation: { kind: rule.confirmation, expected: expectedConfirmation(plan) },
    allowed: refusal === null,
    refusal,
    whoCan: rule.roles,
    wide: resolved.wide,
    secondPerson: rule.secondPerson
      ? {
          roles: rule.roles,
          minutes: policy.approvalMinutes,
          mayBreakGlass: await mayGoPast(actor),
        }
      : null,
    signIn: await readSignIn(actor, rule.signInMinutes),
    ticketPattern: policy.ticketPattern,
    notes: planNotes(resolved, environment, surroundings.environments),
    pages: pagesHit(plan),
    otherTenants: { count: plan.others.count, statement: plan.others.statement },
    cost: costOf(request, resolved),
    zoneCost:
      tier === "everything" && environment === null
        ? await readZoneCost(surroundings.zone.id)
        : null,
    recent: await findRecent(request, plan, except),
  };
}

async function mayGoPast({ id }: Actor): Promise<boolean> {
  const person = await db().person.findUnique({ where: { id }, select: { mayBreakGlass: true } });
  return person?.mayBreakGlass === true;
}
