import { authorize } from "@/lib/audit/authorize";
import { compareJson } from "@/lib/domain/probes/compare-json";
import { findPage } from "@/lib/domain/probes/find-page";
import type { JsonLeaves } from "@/lib/edge/probe/probe-request";
import { pageUrl } from "@/lib/edge/probe/send-probe";
import { db } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import type { ComparedVariant, ComparisonContent, SideContent } from "@/lib/schemas/comparisons";
import { AppError } from "@/lib/schemas/errors";
import type { Prisma } from "@/prisma/generated/client";
import { type NamedTargets, toVariantEvidence } from "./page-variants";

const select = {
  affectedTenantId: true,
  path: true,
  affected: { select: { removedAt: true } },
  purge: { select: { selectorKind: true, targets: true } },
  probes: {
    select: { side: true, variant: true, startedAt: true, jsonLeaves: true },
    orderBy: [{ startedAt: "asc" }, { id: "asc" }],
  },
} as const satisfies Prisma.ComparisonSelect;

interface Kept {
  side: string | null;
  variant: string | null;
  startedAt: Date;
  jsonLeaves: unknown;
}

/** Of each variant that answered JSON more than once: the first answer against the newest. */
function differences(probes: Kept[], side: "affected" | "control"): SideContent[] {
  const json = probes.filter((probe) => probe.side === side && probe.jsonLeaves !== null);
  return [...new Set(json.map(({ variant }) => variant))].flatMap((variant) => {
    const of = json.filter((probe) => probe.variant === variant);
    const [first] = of;
    const last = of.at(-1);
    if (first === undefined || last === undefined || first === last) return [];
    return [
      {
        variant,
        firstAt: first.startedAt.toISOString(),
        lastAt: last.startedAt.toISOString(),
        difference: compareJson(first.jsonLeaves as JsonLeaves, last.jsonLeaves as JsonLeaves),
      },
    ];
  });
}

/** The page's variants, the default one first: probed or not, named by the purge or left. */
async function comparedVariants(
  tenantId: string,
  path: string,
  purge: NamedTargets | null,
  probed: Set<string | null>,
): Promise<ComparedVariant[]> {
  const page = await findPage(tenantId, path);
  const named = toVariantEvidence(page.variants, purge, pageUrl(page.request));
  return named.map((variant) => ({ ...variant, probed: probed.has(variant.name) }));
}

/**
 * What the answers of a comparison hold: how JSON changed from the first to the newest, and which of the
 * page's variants were probed, and which the purge names.
 *
 * @throws AppError not_allowed, not_found
 */
export async function readContent(actor: Actor, id: string): Promise<ComparisonContent> {
  await authorize(actor, "comparison.read", {
    action: "access.refuse",
    subject: { kind: "comparison", id },
    summary: `${actor.name} was refused a comparison`,
  });
  const row = await db().comparison.findUnique({ where: { id }, select });
  if (row === null) throw new AppError("not_found", "There is no comparison with this id.");
  const { affectedTenantId, affected, path, purge, probes } = row;
  const ofAffected = probes.filter(({ side }) => side === "affected");
  return {
    affected: differences(probes, "affected"),
    control: differences(probes, "control"),
    variants:
      affected.removedAt === null
        ? await comparedVariants(
            affectedTenantId,
            path,
            purge,
            new Set(ofAffected.map(({ variant }) => variant)),
          )
        : [],
  };
}
