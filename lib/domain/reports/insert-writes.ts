import type { Transaction } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";
import type { TokenActor } from "@/lib/schemas/actor";
import type { ReadWrite } from "./read-writes";

type Inserter = Pick<Transaction, "$queryRaw">;

/** A write as json_to_recordset takes it. */
export function toWriteRow(service: TokenActor, { event, digest, tenantId }: ReadWrite) {
  const at = new Date(event.at);
  return {
    id: newId(at),
    tenant_id: tenantId,
    phase: event.phase,
    at: at.toISOString(),
    trace_id: event.traceId ?? null,
    tags: event.tags,
    paths: event.paths,
    service: event.service ?? service.service,
    summary: event.summary ?? null,
    event_id: event.eventId,
    digest,
  };
}
export type WriteRow = ReturnType<typeof toWriteRow>;

/** Records writes in one statement. @returns the ids of those that were inserted: not of known events */
export async function insertWrites(
  tx: Inserter,
  service: TokenActor,
  recordedAt: Date,
  rows: WriteRow[],
): Promise<Set<string>> {
  const inserted = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO write_event (id, tenant_id, phase, at, trace_id, tags, paths, service, summary, actor_id,
      event_id, digest, recorded_at)
    SELECT id, tenant_id, phase, at, trace_id, tags, paths, service, summary, ${service.id}, event_id,
      digest, ${recordedAt}
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS r (id uuid, tenant_id text,
      phase "WritePhase", at timestamptz, trace_id text, tags text[], paths text[], service text,
      summary text, event_id text, digest text)
    -- In one order everywhere: two batches with the same events wait for each other in turn.
    ORDER BY event_id
    ON CONFLICT (actor_id, event_id) DO NOTHING
    RETURNING id`;
  return new Set(inserted.map(({ id }) => id));
}

/** The events of a token that are on record already. */
export async function findWrites(
  tx: Inserter,
  service: TokenActor,
  eventIds: string[],
): Promise<Map<string, { writeId: string; digest: string }>> {
  const rows = await tx.$queryRaw<{ id: string; event_id: string; digest: string }[]>`
    SELECT id, event_id, digest FROM write_event
    WHERE actor_id = ${service.id} AND event_id = ANY(${eventIds}::text[])`;
  return new Map(rows.map(({ id, event_id, digest }) => [event_id, { writeId: id, digest }]));
}
