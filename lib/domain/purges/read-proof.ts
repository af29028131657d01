import { requireControl, requirePath } from "@/lib/domain/comparisons/require-control";
import { findPage } from "@/lib/domain/probes/find-page";
import { readFileTarget } from "@/lib/edge/file-target";
import { db } from "@/lib/platform/database";
import { AppError } from "@/lib/schemas/errors";
import { fileHeaders, fileUrl } from "@/lib/schemas/files";
import type { PurgeRequest } from "@/lib/schemas/purges";
import { pagesHit, type ResolvedRequest } from "./plan-purge";
import type { WantedProof } from "./want-proof";

const pathOf = (url: string) => {
  const { pathname, search } = new URL(url);
  return `${pathname}${search}`;
};

/**
 * The page that shows what a purge does: the first of the tenant's pages that it names; else what it names by
 * address on the host that is probed. null: the tenant's first page.
 */
function namedPath(plan: ResolvedRequest): string | null {
  const [page] = pagesHit(plan);
  if (page !== undefined) return page.path;
  const { kind, targets } = plan.resolved;
  const [host] = plan.surroundings.around.tenant.hosts;
  if (host === undefined) return null;
  const urls = targets.flatMap(({ value }) => {
    if (kind === "prefixes") return [`https://${value}`];
    if (kind !== "files") return [];
    const file = readFileTarget(value);
    return fileHeaders(file).length === 0 ? [fileUrl(file)] : [];
  });
  const own = urls.find((url) => new URL(url).hostname === host);
  return own === undefined ? null : pathOf(own);
}

async function requireComparison(tenantId: string, comparisonId: string) {
  const comparison = await db().comparison.findFirst({
    where: { id: comparisonId, affectedTenantId: tenantId, proof: null },
    select: { id: true, path: true, controlTenantId: true },
  });
  if (comparison === null)
    throw new AppError(
      "not_found",
      "This tenant has no comparison with this id that no other purge has.",
    );
  return comparison;
}

/**
 * How a purge is to be proven, as it was asked for and by what the purge names.
 *
 * @throws AppError not_found, invalid_input naming the field
 */
export async function readProof(
  { tenantId, proof: asked }: PurgeRequest,
  plan: ResolvedRequest,
): Promise<WantedProof> {
  const none = { asked: false, path: namedPath(plan), controlTenantId: null, comparisonId: null };
  if (asked === undefined) return none;
  if (asked.comparisonId !== undefined) {
    const { id, path, controlTenantId } = await requireComparison(tenantId, asked.comparisonId);
    return { asked: true, path, controlTenantId, comparisonId: id };
  }
  const path = asked.path === undefined ? none.path : requirePath(asked.path, "proof.path");
  if (asked.control === undefined) return { ...none, asked: true, path };
  const affected = await findPage(tenantId, path ?? "/");
  const { tenantId: controlTenantId } = await requireControl(
    affected,
    asked.control.tenantId,
    "proof.control.tenantId",
  );
  return { asked: true, path, controlTenantId, comparisonId: null };
}
