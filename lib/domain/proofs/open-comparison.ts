import type { TenantPage } from "@/lib/domain/probes/find-page";
import { now } from "@/lib/platform/clock";
import { db, type Transaction } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";
import type { PageVariant } from "@/lib/schemas/page-setup";
import { chooseBystanders, chooseControl, choosePath, findPageOrNull } from "./choose-pages";
import type { LoadedProof } from "./load-proof";

/** Where a proof's probes are kept, and whose pages they are of. */
export interface ProofPages {
  comparisonId: string;
  /** Whether the comparison has to be made first. */
  isNew: boolean;
  path: string;
  affected: TenantPage;
  control: TenantPage | null;
  bystanders: TenantPage[];
  /** Variants of the affected page, probed with it: a purge of the page is not proven by one copy of it. */
  variants: PageVariant[];
}

async function findKnown(comparisonId: string): Promise<ProofPages | null> {
  const row = await db().comparison.findUniqueOrThrow({
    where: { id: comparisonId },
    select: {
      path: true,
      affectedTenantId: true,
      controlTenantId: true,
      probes: {
        where: { side: "bystander" },
        select: { tenantId: true, path: true },
        distinct: ["tenantId", "path"],
      },
    },
  });
  const { path, affectedTenantId, controlTenantId, probes } = row;
  const affected = await findPageOrNull(affectedTenantId, path);
  if (affected === null) return null;
  const watched = probes.map((probe) => findPageOrNull(probe.tenantId, probe.path));
  return {
    comparisonId,
    isNew: false,
    path,
    affected,
    control: await findPageOrNull(controlTenantId, path),
    bystanders: (await Promise.all(watched)).filter((page) => page !== null),
    variants: affected.variants,
  };
}

/**
 * The pages that a proof's rounds are made of: those of its comparison, or chosen now. What is chosen becomes the
 * comparison with its first round.
 *
 * @returns null when the tenant has no page to probe, or is not there any more
 */
export async function findProofPages(proof: LoadedProof): Promise<ProofPages | null> {
  if (proof.comparisonId !== null) return findKnown(proof.comparisonId);
  const { tenantId } = proof.purge;
  if (tenantId === null) return null;
  const path = proof.path ?? (await choosePath(tenantId));
  const affected = path === null ? null : await findPageOrNull(tenantId, path);
  if (path === null || affected === null) return null;
  const controlId = proof.controlTenantId ?? (await chooseControl(tenantId, path));
  return {
    comparisonId: newId(),
    isNew: true,
    path,
    affected,
    control: await findPageOrNull(controlId, path),
    bystanders: await chooseBystanders(affected, controlId, proof.policy.bystanders),
    variants: affected.variants,
  };
}

/** Makes the comparison of chosen pages, in the transaction that keeps its first round. */
export async function openComparison(
  tx: Transaction,
  purgeId: string,
  { comparisonId, path, affected, control }: ProofPages,
): Promise<void> {
  await tx.comparison.create({
    data: {
      id: comparisonId,
      affectedTenantId: affected.tenantId,
      controlTenantId: control?.tenantId ?? null,
      path,
      purgeId,
      createdById: null,
      createdAt: now(),
      verdictCode: "pending",
      verdictSummary: "",
      verdictReasons: [],
    },
  });
}
