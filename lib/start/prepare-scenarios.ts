import type { PlacedScenario } from "@/lib/local-edge/scenarios/play-scenario";
import type { Database } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";

/** How the practice app's pages say whose they are. */
const tenantMarker = "<p>Ledgerline · {name}</p>";

/**
 * Tells the console what the practice scenarios need it to know: how pages say whose they are, and which of them
 * have variants. What is there already stays; tenants that are not the practice deployment's are left alone.
 */
export async function prepareScenarios(
  prisma: Database,
  placed: readonly PlacedScenario[],
): Promise<void> {
  const [first] = placed;
  if (first === undefined) return;
  const { zone } = first.owner;
  await prisma.zone.updateMany({ where: { id: zone.id }, data: { tenantMarker } });
  for (const { scenario, owner } of placed) {
    if (scenario.variants === undefined) continue;
    const place = { tenantId: owner.tenant.id, path: scenario.path };
    const tenant = { id: owner.tenant.id, zoneId: zone.id };
    if ((await prisma.tenant.count({ where: tenant })) === 0) continue;
    const variants = scenario.variants.map((variant) => ({ ...variant }));
    await prisma.page.upsert({
      where: { tenantId_path: place },
      create: { ...place, id: newId(), position: 1_000, variants },
      update: { variants },
    });
  }
}
