import type { Comparison } from "@/lib/schemas/comparisons";
import type { PurgeList } from "@/lib/schemas/purges";
import { expect } from "../fixtures";
import { type ConsoleApi, wholeTenant } from "./console-api";
import type { PracticeEdge } from "./practice-edge";
import { tenantOf } from "./tenants";

/** Whom the role table's purges are of, and who stays warm. */
export const affected = tenantOf("amber-freight");
const control = tenantOf("amber-analytics");

export const tenantTag = {
  tenantId: affected.id,
  method: "purge",
  selector: { tags: [`tenant:${affected.id}`] },
};
export const comparisonBody = {
  affected: { tenantId: affected.id },
  control: { tenantId: control.id },
  path: "/billing",
};

export async function aComparison(engineer: ConsoleApi): Promise<Comparison> {
  return engineer.compare(affected.id, control.id, "/billing");
}

export async function anOpenFailure(engineer: ConsoleApi, edge: PracticeEdge): Promise<string> {
  await edge.setFaults({ apiStatus: { mode: "error", status: 403 } });
  const { id } = await engineer.purge(wholeTenant(affected));
  expect((await engineer.finished(id)).status).toBe("failed");
  await edge.clearFaults();
  return id;
}

/** One that waits for its grace period. */
export async function aCancellablePurge(engineer: ConsoleApi): Promise<string> {
  const selector = { tags: [`invoice:${affected.invoice}`] };
  const { id, status } = await engineer.purge(wholeTenant(affected, { selector }));
  expect(status).toBe("scheduled");
  return id;
}

export const serviceToken = {
  name: "billing, production",
  service: "billing",
  verbs: ["purge"],
  selectorKinds: ["tags"],
  source: "app",
  expiresInDays: 30,
};

export const ownTenant = {
  slug: "role-table",
  name: "Made by the role table",
  zone: "practice.localhost",
  hosts: ["role-table.practice.localhost"],
};
export const ownZone = {
  name: "role-table.example",
  accountId: "6".repeat(32),
  plan: "free",
};

/**
 * Cancels what still waits for its grace period: sent minutes later it would meet another spec's faults.
 *
 * @param api of somebody who may
 */
export async function cancelScheduled(api: ConsoleApi): Promise<void> {
  const { items } = await api.get<PurgeList>("/purges?status=scheduled&limit=200");
  for (const { id, cancellable } of items) {
    if (cancellable) await api.post(`/purges/${id}/cancellation`, {}, 200);
  }
}
