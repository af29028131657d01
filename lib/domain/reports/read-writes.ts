import { createHash } from "node:crypto";
import { normaliseServiceTarget } from "@/lib/domain/purges/service-target";
import { reachesTenant, reachesZone } from "@/lib/domain/purges/token-reach";
import { db } from "@/lib/platform/database";
import type { TokenActor } from "@/lib/schemas/actor";
import { UnreadableLine } from "@/lib/schemas/batches";
import type { InvalidField } from "@/lib/schemas/errors";
import { readItem } from "@/lib/schemas/read-item";
import { writeEvent, type WriteEvent } from "@/lib/schemas/writes";
import { type RefusedItem, refusedItem, timeProblem, unreadable } from "./batch";

/** A write that may be recorded. */
export interface ReadWrite {
  index: number;
  event: WriteEvent;
  /** Of everything it says: the same event id with other words is refused. */
  digest: string;
  tenantId: string;
}

interface FoundTenant {
  id: string;
  slug: string;
  zone_id: string;
}

async function findTenants(named: string[]): Promise<Map<string, FoundTenant>> {
  const names = [...new Set(named)];
  const rows = await db().$queryRaw<FoundTenant[]>`
    SELECT id, slug, zone_id FROM tenant
    WHERE id = ANY(${names}::text[]) OR slug = ANY(${names}::text[])`;
  const bySlug = rows.map((one) => [one.slug, one] as const);
  // An id wins over another tenant's slug that is the same.
  return new Map([...bySlug, ...rows.map((one) => [one.id, one] as const)]);
}

function readEvent(
  item: unknown,
  index: number,
): { index: number; event: WriteEvent } | RefusedItem {
  if (item instanceof UnreadableLine) return unreadable(index, item);
  const read = readItem(writeEvent, item);
  if ("errors" in read) return { index, errors: read.errors, beyond: false };
  const { at, tags, paths } = read.data;
  const problem = timeProblem(at);
  if (problem !== null) return refusedItem(index, "at", problem);
  const errors: InvalidField[] = [];
  // As purges keep them: tags are compared without case.
  const folded = tags.map((tag, place) => {
    const normal = normaliseServiceTarget("tags", tag, null);
    if (!("problem" in normal)) return normal.value;
    errors.push({ path: `tags.${place}`, message: normal.problem });
    return tag;
  });
  if (errors.length > 0) return { index, errors, beyond: false };
  const event = { ...read.data, tags: [...new Set(folded)], paths: [...new Set(paths)] };
  return { index, event };
}

/** Each item of a batch as a write, or why it is none; a tenant out of reach is as if it were not there. */
export async function readWrites(
  service: TokenActor,
  items: readonly unknown[],
): Promise<(ReadWrite | RefusedItem)[]> {
  const events = items.map(readEvent);
  const tenants = await findTenants(
    events.flatMap((one) => ("event" in one ? one.event.tenant : [])),
  );
  return events.map((one) => {
    if (!("event" in one)) return one;
    const { index, event } = one;
    const tenant = tenants.get(event.tenant);
    const reached =
      tenant !== undefined &&
      reachesTenant(service, tenant.id) &&
      reachesZone(service, tenant.zone_id);
    if (!reached) {
      const message = `there is no tenant ${event.tenant} that this token is for`;
      return refusedItem(index, "tenant", message, tenant !== undefined);
    }
    const digest = createHash("sha256").update(JSON.stringify(event)).digest("hex");
    return { index, event, digest, tenantId: tenant.id };
  });
}
