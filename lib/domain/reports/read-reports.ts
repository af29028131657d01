import { createHash } from "node:crypto";
import { findEnvironment } from "@/lib/domain/purges/find-environment";
import { takeApart } from "@/lib/domain/purges/load-surroundings";
import { normaliseServiceTarget, type SentTarget } from "@/lib/domain/purges/service-target";
import type { TokenActor } from "@/lib/schemas/actor";
import { UnreadableLine } from "@/lib/schemas/batches";
import type { InvalidField } from "@/lib/schemas/errors";
import { purgeEvent, type PurgeEvent } from "@/lib/schemas/purge-events";
import { readItem } from "@/lib/schemas/read-item";
import type { SelectorKind } from "@/lib/schemas/words";
import { type RefusedItem, refusedItem, timeProblem, unreadable } from "./batch";
import { loadZones, type ReportZone } from "./load-zones";

/** A report that is well-formed and names a zone that the token is for. */
export interface ReadReport {
  index: number;
  event: PurgeEvent;
  /** Of everything it says: the same event id with other words is refused. */
  digest: string;
  zone: ReportZone;
  environment: string | null;
  kind: SelectorKind;
  targets: SentTarget[];
}

function readEvent(
  item: unknown,
  index: number,
): { index: number; event: PurgeEvent } | RefusedItem {
  if (item instanceof UnreadableLine) return unreadable(index, item);
  const read = readItem(purgeEvent, item);
  if ("errors" in read) return { index, errors: read.errors, beyond: false };
  const problem = timeProblem(read.data.at);
  return problem === null ? { index, event: read.data } : refusedItem(index, "at", problem);
}

function readTargets(event: PurgeEvent, edgePort: string | null) {
  const { kind, typed } = takeApart(event.selector);
  const targets = new Map<string, SentTarget>();
  const errors = typed.flatMap((one, at): InvalidField[] => {
    const normal = normaliseServiceTarget(kind, one, edgePort);
    if (!("problem" in normal)) {
      targets.set(normal.value, normal);
      return [];
    }
    const path = ["selector", kind, String(at), normal.at].filter(Boolean).join(".");
    return [{ path, message: normal.problem }];
  });
  return { kind, targets: [...targets.values()], errors };
}

function readInZone(index: number, event: PurgeEvent, zone: ReportZone): ReadReport | RefusedItem {
  const found = findEnvironment(event.environment, zone.environments, zone.name);
  if ("fields" in found) return { index, errors: found.fields, beyond: false };
  const edgePort = zone.edgeAddress?.split(":").at(-1) ?? null;
  const { kind, targets, errors } = readTargets(event, edgePort);
  if (errors.length > 0) return { index, errors, beyond: false };
  const digest = createHash("sha256").update(JSON.stringify(event)).digest("hex");
  const environment = found.environment?.ref ?? null;
  return { index, event, digest, zone, environment, kind, targets };
}

/** Each item of a batch as a report, or why it is none. */
export async function readReports(
  service: TokenActor,
  items: readonly unknown[],
): Promise<(ReadReport | RefusedItem)[]> {
  const events = items.map(readEvent);
  const named = events.flatMap((one) => ("event" in one ? one.event.zone : []));
  const findZone = await loadZones(service, named);
  return events.map((one) => {
    if (!("event" in one)) return one;
    const found = findZone(one.event.zone);
    if (found.zone !== null) return readInZone(one.index, one.event, found.zone);
    const message = `there is no zone ${one.event.zone} that this token is for`;
    return refusedItem(one.index, "zone", message, found.beyond);
  });
}
