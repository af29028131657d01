import { normalisePath } from "@/lib/edge/probe/normalise-path";
import { addMs, now } from "@/lib/platform/clock";
import type { Transaction } from "@/lib/platform/database";
import type { DirectoryCanary, DirectoryFile } from "@/lib/schemas/directory";
import { isSame } from "./is-same";
import { refuse } from "./refuse-file";

const hourMs = 60 * 60 * 1000;

/** Both tenants have to be on the zone, each with hosts of its own: else both would have one copy. */
async function requireTenants(
  tx: Transaction,
  zoneId: string,
  canary: DirectoryCanary,
  path: string,
): Promise<void> {
  const rows = await tx.tenant.findMany({
    where: { id: { in: [canary.tenant, canary.control] }, zoneId, removedAt: null },
    select: { id: true, hosts: { select: { host: true } } },
  });
  for (const field of ["tenant", "control"] as const) {
    if (rows.some(({ id }) => id === canary[field])) continue;
    refuse([
      { path: `${path}.${field}`, message: `there is no tenant "${canary[field]}" in this zone` },
    ]);
  }
  const [tested, control] = rows;
  const shared = tested?.hosts.find(({ host }) => control?.hosts.some((one) => one.host === host));
  if (shared === undefined) return;
  refuse([{ path: `${path}.control`, message: `is served from ${shared.host} too` }]);
}

/**
 * Writes the zones' canaries, once the tenants are there: what a file does not name stays as it is, null removes
 * it. Results of earlier runs stay in any case.
 *
 * @throws AppError invalid_input with the place in the file
 */
export async function loadCanaries(tx: Transaction, zones: DirectoryFile["zones"]): Promise<void> {
  for (const [index, { id: zoneId, canary }] of zones.entries()) {
    if (canary === undefined) continue;
    if (canary === null) {
      await tx.canary.deleteMany({ where: { zoneId } });
      continue;
    }
    await requireTenants(tx, zoneId, canary, `zones[${index}].canary`);
    const { tenant, control, edit, objectTags, oldAfterDays } = canary;
    const everyHours = canary.everyHours ?? null;
    const data = {
      tenantId: tenant,
      controlId: control,
      path: normalisePath(canary.path) ?? canary.path,
      editUrl: edit ?? null,
      objectTags: [...new Set(objectTags.map((tag) => tag.toLowerCase()))],
      everyHours,
      oldAfterDays,
    };
    const there = await tx.canary.findUnique({ where: { zoneId } });
    // The same file again does not put the next run off.
    const nextAt =
      everyHours === null
        ? null
        : there?.everyHours === everyHours
          ? there.nextAt
          : addMs(now(), everyHours * hourMs);
    if (there !== null && isSame(there, { ...data, nextAt })) continue;
    await tx.canary.upsert({
      where: { zoneId },
      create: { zoneId, ...data, nextAt },
      update: { ...data, nextAt },
    });
  }
}
