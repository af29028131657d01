import type { ScopeClass } from "@/lib/schemas/words";

/** A pattern of the tag plan as rules need it. */
export interface PlannedTag {
  pattern: string;
  scope: ScopeClass;
  routes: string[];
}

/** Who a tag is checked against. */
export interface TagOwner {
  id: string;
  slug: string;
}

/** Placeholders that stand for the tenant itself; any other stands for anything. */
const identity: Record<string, keyof TagOwner> = {
  tenant: "id",
  tenantId: "id",
  tenant_id: "id",
  slug: "slug",
};

function identityOf(name: string, scope: ScopeClass): keyof TagOwner | undefined {
  // In a pattern of a tenant, {id} is the tenant's; in one of an object, the object's.
  return name === "id" && scope === "tenant" ? "id" : identity[name];
}

const placeholder = /\{([A-Za-z_]+)\}/g;
const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** The pattern as an expression, with what stands for each placeholder. */
function expressionWith(
  planned: PlannedTag,
  stands: (part: keyof TagOwner | undefined) => string,
): RegExp {
  let source = "";
  let at = 0;
  for (const match of planned.pattern.matchAll(placeholder)) {
    source += escaped(planned.pattern.slice(at, match.index));
    source += stands(identityOf(match[1] ?? "", planned.scope));
    at = match.index + match[0].length;
  }
  // Cloudflare compares tags without case: product rule 12.
  return new RegExp(`^${source}${escaped(planned.pattern.slice(at))}$`, "i");
}

/** The pattern as an expression; with an owner, placeholders of identity match that owner alone. */
function expression(planned: PlannedTag, owner: TagOwner | null): RegExp {
  return expressionWith(planned, (part) =>
    part === undefined || owner === null ? ".+" : escaped(owner[part]),
  );
}

function placeholders(planned: PlannedTag): string[] {
  return [...planned.pattern.matchAll(placeholder)].map((match) => match[1] ?? "");
}

function literalLength(planned: PlannedTag): number {
  return planned.pattern.replace(placeholder, "").length;
}

/** Patterns are asked for each tag of a batch: each is made into an expression once. */
const anyones = new WeakMap<PlannedTag, RegExp>();

function matchesAnyone(planned: PlannedTag, tag: string): boolean {
  const made = anyones.get(planned) ?? expression(planned, null);
  anyones.set(planned, made);
  return made.test(tag);
}

/** The pattern that a tag belongs to: the most specific one that it matches; null when none does. */
function findPattern(tag: string, plan: PlannedTag[]): PlannedTag | null {
  const matching = plan.filter((planned) => matchesAnyone(planned, tag));
  return matching.sort((a, b) => literalLength(b) - literalLength(a))[0] ?? null;
}

/** Whether a line stands for all of a tenant: of its scope, and filled by the tenant's identity alone. */
export function standsForTenant(planned: PlannedTag): boolean {
  const names = placeholders(planned);
  return (
    planned.scope === "tenant" &&
    names.length > 0 &&
    names.every((name) => identityOf(name, planned.scope) !== undefined)
  );
}

/**
 * The tag that all content of a tenant carries by the plan, in lower case; null when the plan has no
 * pattern that the tenant's identity alone fills.
 */
export function tenantTag(owner: TagOwner, plan: PlannedTag[]): string | null {
  const own = plan.find(standsForTenant);
  if (own === undefined) return null;
  const fill = (_: string, name: string) => owner[identityOf(name, own.scope) ?? "id"];
  return own.pattern.replace(placeholder, fill).toLowerCase();
}

export interface TagClass {
  scope: ScopeClass;
  planned: PlannedTag | null;
  /** The tag carries another tenant's identity. */
  foreign: boolean;
}

/**
 * What a tag is by the plan. A tag that matches no pattern is unknown and treated as shared; so is one of
 * a "tenant" pattern that names no tenant.
 */
export function classifyTag(tag: string, owner: TagOwner, plan: PlannedTag[]): TagClass {
  const planned = findPattern(tag, plan);
  if (planned === null) return { scope: "unknown", planned, foreign: false };
  const names = placeholders(planned);
  const carriesIdentity = names.some((name) => identityOf(name, planned.scope) !== undefined);
  if (planned.scope === "tenant" && !carriesIdentity) {
    return { scope: "shared", planned, foreign: false };
  }
  return {
    scope: planned.scope,
    planned,
    foreign: carriesIdentity && !expression(planned, owner).test(tag),
  };
}

/** What a tag names by the plan, without knowing whose it should be. */
export interface NamedByTag {
  scope: ScopeClass;
  /** What the tag says of its tenant, in lower case; empty: nothing. */
  identity: Partial<TagOwner>;
}

/** Reads a tag by the plan: its scope, and the tenant's id or slug where it carries one. */
export function readTag(tag: string, plan: PlannedTag[]): NamedByTag {
  const planned = findPattern(tag, plan);
  if (planned === null) return { scope: "unknown", identity: {} };
  const parts = placeholders(planned)
    .map((name) => identityOf(name, planned.scope))
    .filter((part) => part !== undefined);
  if (planned.scope === "tenant" && parts.length === 0) return { scope: "shared", identity: {} };
  const captured = expressionWith(planned, (part) => (part === undefined ? ".+" : "(.+)")).exec(
    tag,
  );
  const identity: Partial<TagOwner> = {};
  parts.forEach((part, at) => (identity[part] = captured?.[at + 1]?.toLowerCase() ?? ""));
  return { scope: planned.scope, identity };
}

/** Whether a page is on one of a pattern's routes ("/billing", "/billing/invoices/*"). */
export function onRoutes(path: string, routes: string[]): boolean {
  const withoutQuery = path.split("?")[0] ?? path;
  return routes.some((route) =>
    new RegExp(`^${route.split("*").map(escaped).join(".*")}$`).test(withoutQuery),
  );
}
