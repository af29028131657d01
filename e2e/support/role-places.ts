import type { Comparison } from "@/lib/schemas/comparisons";
import type { PersonList } from "@/lib/schemas/people";
import type { ClaimedTasks } from "@/lib/schemas/probe-tasks";
import type { PurgeList } from "@/lib/schemas/purges";
import type { Watch } from "@/lib/schemas/watches";
import type { Role } from "@/lib/schemas/words";
import { expect } from "../fixtures";
import { type ConsoleApi, wholeTenant } from "./console-api";
import type { Place } from "./expected";
import type { PracticeEdge } from "./practice-edge";
import type { ServiceApi } from "./service-api";
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

export const watchBody = { pages: [{ tenantId: affected.id, path: "/billing" }], minutes: 1 };

/** The address of a watch that the engineer has just begun. */
export async function aWatch(engineer: ConsoleApi, part = ""): Promise<string> {
  const { id } = await engineer.post<Watch>("/watches", watchBody, 201);
  return `/api/v1/watches/${id}${part}`;
}

/** The address of the answer to a task that a service was given as a probe agent. */
export async function aLeasedTask(service: ServiceApi, engineer: ConsoleApi): Promise<Place> {
  const claim = { place: "Contract office" };
  await service.report("/probe-tasks/claims", claim);
  // It waits for the agents that are there; whether it comes to an end says nothing here.
  void aComparison(engineer).catch(() => null);
  const { tasks } = await service.report<ClaimedTasks>("/probe-tasks/claims", {
    ...claim,
    waitSeconds: 10,
  });
  return { path: `/api/v1/probe-tasks/${tasks[0]?.id ?? "none"}/answer` };
}

export async function aDiagnosis(engineer: ConsoleApi): Promise<string> {
  const { id } = await engineer.diagnose(affected.id, "/billing");
  return id;
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

/** One that waits for a second person. */
export async function aWaitingPurge(asker: ConsoleApi): Promise<string> {
  const selector = { tags: ["page:billing"] };
  const confirmation = "practice.localhost";
  const { id, status } = await asker.purge(wholeTenant(affected, { selector, confirmation }));
  expect(status).toBe("awaiting_approval");
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

/** The id of whoever has a role in practice mode. */
export async function personWith(admin: ConsoleApi, role: Role): Promise<string> {
  const { items } = await admin.get<PersonList>("/people");
  return items.find(({ name }) => name === `${role}@example.com`)?.id ?? "";
}

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
