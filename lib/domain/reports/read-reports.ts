import { createHash } from "node:crypto";
import { findEnvironment } from "@/lib/domain/purges/find-environment";
import { takeApart } from "@/lib/domain/purges/load-surroundings";
import { normaliseServiceTarget, type SentTarget } from "@/lib/domain/purges/service-target";
import { addMs, now } from "@/lib/platform/clock";
import type { TokenActor } from "@/lib/schemas/actor";
import { UnreadableLine } from "@/lib/schemas/batches";
import type { InvalidField } from "@/lib/schemas/errors";
import { purgeEvent, type PurgeEvent } from "@/lib/schemas/purge-events";
import { readItem } from "@/lib/schemas/read-item";
import type { SelectorKind } from "@/lib/schemas/words";
import { loadZones, type ReportZone } from "./load-zones";

/** How far a service's clock may be ahead, and how long ago what it tells of may be. */
const mostAheadMs = 5 * 60_000;
const mostDaysAgo = 400;

/** An item that is not recorded, and why. `beyond`: what it names is out of the token's reach. */
export interface RefusedItem {
  index: number;
  errors: InvalidField[];
  beyond: boolean;
}

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

/** Refuses an item for one field. */
export function refusedItem(
  index: number,
  path: string,
  message: string,
  beyond = false,
): RefusedItem {
  return { index, errors: [{ path, message }], beyond };
}

/** Why a time cannot be one that a service tells of now; null: it can. */
function timeProblem(text: string): string | null {
  const at = new Date(text);
  if (at > addMs(now(), mostAheadMs)) return "must not be more than 5 minutes in the future";
  const earliest = addMs(now(), -mostDaysAgo * 24 * 3_600_000);
  return at < earliest ? `must not be more than ${mostDaysAgo} days ago` : null;
}

/** What to say of a line of NDJSON that is none. */
function unreadable(index: number, { line }: UnreadableLine): RefusedItem {
  return refusedItem(index, `line ${line}`, "is not valid JSON");
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
