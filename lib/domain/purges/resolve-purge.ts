import { type RiskTierId, widerTier } from "@/lib/schemas/purge-policy";
import { readFileTarget } from "@/lib/edge/file-target";
import type { InvalidField } from "@/lib/schemas/errors";
import { fileHeaders, fileText, type FileTarget, fileUrl } from "@/lib/schemas/files";
import type { ScopeClass, SelectorKind } from "@/lib/schemas/words";
import {
  type NormalTarget,
  normaliseFile,
  normaliseHost,
  normalisePrefix,
  normaliseTag,
} from "./normalise-target";
import { classifyTag, type PlannedTag } from "./tag-plan";

/** What the rules need to know of a tenant and its neighbours. */
export interface PurgeSurroundings {
  tenant: { id: string; slug: string; hosts: string[] };
  zone: { name: string; edgePort: string | null };
  plan: PlannedTag[];
  /** Hosts of this tenant that other tenants are served from too. */
  sharedHosts: Set<string>;
  /** For object tags: slugs of tenants that services purged them for. Empty: nothing is on record. */
  objectOwners: Map<string, Set<string>>;
  /** How many targets one request may name. */
  limits: { items: number; files: number };
}

export interface ResolvedTarget {
  /** As it is sent and kept (lib/edge/file-target.ts). */
  value: string;
  /** As it was typed; null when that is the same. */
  typed: string | null;
  scope: ScopeClass;
  why: string;
}

export interface Refusal {
  code: "foreign_target";
  message: string;
}

export interface ResolvedPurge {
  kind: SelectorKind;
  /** Exactly what is sent: normalised, without repetitions. */
  targets: ResolvedTarget[];
  tier: RiskTierId;
  /** Nobody may send it. */
  refusal: Refusal | null;
  /** Why other tenants go cold with it, in a sentence; null: none does. */
  wide: string | null;
}

interface Judged {
  target: Omit<ResolvedTarget, "typed">;
  tier: RiskTierId;
  refusal: Refusal | null;
  wide: string | null;
}

function judgeTag(value: string, around: PurgeSurroundings): Judged {
  const { tenant, plan } = around;
  const { scope, planned, foreign } = classifyTag(value, tenant, plan);
  const pattern = planned?.pattern ?? "";
  if (foreign) {
    return {
      target: { value, scope, why: `By the tag plan (${pattern}) this tag is another tenant's.` },
      tier: "shared",
      refusal: {
        code: "foreign_target",
        message: `${value} is another tenant's tag, not one of ${tenant.slug}.`,
      },
      wide: null,
    };
  }
  if (scope === "tenant") {
    const why = `Carries ${tenant.slug}'s identity by the tag plan (${pattern}).`;
    return { target: { value, scope, why }, tier: "tenant", refusal: null, wide: null };
  }
  if (scope === "object") return judgeObject(value, pattern, around);
  const why =
    scope === "shared"
      ? `By the tag plan (${pattern}) other tenants' pages carry it too.`
      : "Matches no pattern of the tag plan, so it is treated as shared.";
  return {
    target: { value, scope, why },
    tier: "shared",
    refusal: null,
    wide:
      scope === "shared"
        ? `${value} is a shared tag: purging it makes other tenants' pages cold.`
        : `${value} is not in the tag plan of ${around.zone.name}: nobody knows whose pages carry it.`,
  };
}

function judgeObject(value: string, pattern: string, around: PurgeSurroundings): Judged {
  const { slug } = around.tenant;
  const owners = around.objectOwners.get(value) ?? new Set<string>();
  if (owners.size > 0 && !owners.has(slug)) {
    const others = [...owners].join(", ");
    return {
      target: {
        value,
        scope: "object",
        why: `Services purged it for ${others}, never for ${slug}.`,
      },
      tier: "shared",
      refusal: {
        code: "foreign_target",
        message: `${value} belongs to ${others} by the purges on record, not to ${slug}.`,
      },
      wide: null,
    };
  }
  const known =
    owners.size > 0
      ? `Services purged it for ${slug} before.`
      : `That it is one of ${slug}'s is not on record: the console cannot check it.`;
  const why = `One object by the tag plan (${pattern}), with an id unique across tenants. ${known}`;
  return { target: { value, scope: "object", why }, tier: "object", refusal: null, wide: null };
}

const tierOfKind = { files: "object", prefixes: "section", hosts: "section" } as const;

function judgeHosted(
  value: string,
  host: string,
  kind: keyof typeof tierOfKind,
  around: PurgeSurroundings,
): Judged {
  const { tenant } = around;
  if (!tenant.hosts.includes(host)) {
    return {
      target: { value, scope: "unknown", why: `${host} is not one of ${tenant.slug}'s hosts.` },
      tier: "shared",
      refusal: {
        code: "foreign_target",
        message: `${host} is not one of ${tenant.slug}'s hosts (${tenant.hosts.join(", ")}).`,
      },
      wide: null,
    };
  }
  if (around.sharedHosts.has(host)) {
    return {
      target: { value, scope: "shared", why: `Other tenants are served from ${host} too.` },
      tier: "shared",
      refusal: null,
      wide: `${host} serves several tenants.`,
    };
  }
  const open = kind === "prefixes" && !value.endsWith("/");
  const why = `${host} serves ${tenant.slug} alone.${open ? " Ends in a file's name: whatever begins with it is named too." : ""}`;
  return {
    target: { value, scope: "tenant", why },
    tier: tierOfKind[kind],
    refusal: null,
    wide: null,
  };
}

function normalise(kind: SelectorKind, typed: FileTarget, around: PurgeSurroundings): NormalTarget {
  if (kind === "files") return normaliseFile(typed, around.zone.edgePort);
  const text = fileText(typed);
  if (kind === "prefixes") return normalisePrefix(text);
  return kind === "hosts" ? normaliseHost(text) : normaliseTag(text);
}

/** What was typed, when it is not what is sent: of a file the URL alone when the headers are the same. */
function typedWords(kind: SelectorKind, typed: FileTarget, value: string): string | null {
  const sent = kind === "files" ? readFileTarget(value) : value;
  if (fileText(typed) === fileText(sent)) return null;
  const sameHeaders = JSON.stringify(fileHeaders(typed)) === JSON.stringify(fileHeaders(sent));
  return sameHeaders ? fileUrl(typed) : fileText(typed);
}

const nouns = { tags: "tags", files: "URLs", prefixes: "prefixes", hosts: "hosts" } as const;

function tooMany(
  kind: keyof typeof nouns,
  count: number,
  { limits, zone }: PurgeSurroundings,
): InvalidField[] {
  const most = kind === "files" ? limits.files : limits.items;
  if (count <= most) return [];
  const message = `${count} ${nouns[kind]} are named: one request for ${zone.name} takes at most ${most}`;
  return [{ path: `selector.${kind}`, message }];
}

function everythingIn(zone: string): ResolvedPurge {
  return {
    kind: "everything",
    targets: [],
    tier: "everything",
    refusal: null,
    wide: `Everything in ${zone} goes cold, for every tenant.`,
  };
}

/**
 * Works out what a purge would send, how risky it is and whether it may be sent at all: tags of one call
 * are OR-ed, so one shared tag makes all of it shared (product rule 1).
 *
 * @returns the resolved purge, or the fields that are not valid
 */
export function resolvePurge(
  selector: { kind: SelectorKind; typed: readonly FileTarget[] },
  around: PurgeSurroundings,
): ResolvedPurge | { fields: InvalidField[] } {
  const { kind, typed } = selector;
  if (kind === "everything") return everythingIn(around.zone.name);
  const fields: InvalidField[] = [];
  const judged = new Map<string, Judged & { typed: FileTarget }>();
  typed.forEach((one, index) => {
    const normal = normalise(kind, one, around);
    if ("problem" in normal) {
      const path = [`selector.${kind}.${index}`, normal.at].filter(Boolean).join(".");
      fields.push({ path, message: normal.problem });
    } else if (!judged.has(normal.value)) {
      const { value, host } = normal;
      judged.set(value, {
        ...(kind === "tags"
          ? judgeTag(value, around)
          : judgeHosted(value, host ?? "", kind, around)),
        typed: one,
      });
    }
  });
  fields.push(...tooMany(kind, judged.size, around));
  if (fields.length > 0) return { fields };
  const all = [...judged.values()];
  return {
    kind,
    targets: all.map((one) => ({
      ...one.target,
      typed: typedWords(kind, one.typed, one.target.value),
    })),
    tier: all.map((one) => one.tier).reduce(widerTier, "object"),
    refusal: all.find((one) => one.refusal !== null)?.refusal ?? null,
    wide: all.find((one) => one.wide !== null)?.wide ?? null,
  };
}
