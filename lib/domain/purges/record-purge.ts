import { writeEntry } from "@/lib/audit/write-entry";
import { queuePlace } from "@/lib/domain/sending/lanes";
import { addMs, now } from "@/lib/platform/clock";
import { db, type Transaction } from "@/lib/platform/database";
import { newId, newTraceId } from "@/lib/platform/ids";
import type { Caller } from "@/lib/schemas/actor";
import type { PurgeMethod, SelectorKind, TriggerSource } from "@/lib/schemas/words";
import { readTicket } from "./read-ticket";
import { scopeInWords } from "./scope-in-words";

/** A purge that may be sent: every rule has been asked. */
export interface AllowedPurge {
  zoneId: string;
  environment: string | null;
  /** The tenants that it concerns, as far as they are known. */
  tenants: readonly { id: string; slug: string }[];
  method: PurgeMethod;
  selectorKind: SelectorKind;
  /** Exactly what is sent. */
  targets: string[];
  tier: string;
  source: TriggerSource;
  onBehalfOf: string | null;
  reason: string | null;
  /** As typed: an id or an address. */
  ticket: string;
  /** null: a new one. */
  traceId: string | null;
  idempotencyKey: string | null;
  requestDigest: string | null;
}

/**
 * The moment of the request on the clock that the queue goes by, the database's, and the tier's grace period,
 * which is for second thoughts: a service has none.
 */
async function readStart(tx: Transaction, caller: Caller, tier: string) {
  const [row] = await tx.$queryRaw<{ at: Date; grace: number | null }[]>`
    SELECT clock_timestamp() AS at,
      (SELECT grace_seconds FROM purge_policy WHERE tier = ${tier}) AS grace`;
  const graceMs = caller.kind === "person" ? (row?.grace ?? 0) * 1000 : 0;
  return { requestedAt: row?.at ?? now(), graceMs };
}

/** Whose name a purge bears: the person's address, the service's name. */
function nameOf(caller: Caller): string {
  return caller.kind === "person" ? caller.name : caller.service;
}

async function insert(tx: Transaction, caller: Caller, purge: AllowedPurge): Promise<string> {
  const { tenants, onBehalfOf, reason, traceId, ticket: typed, ...rest } = purge;
  const { requestedAt, graceMs } = await readStart(tx, caller, purge.tier);
  const id = newId(requestedAt);
  const ticket = readTicket(typed);
  const [tenant] = tenants;
  const tenantId = tenants.length === 1 ? (tenant?.id ?? null) : null;
  await tx.purge.create({
    data: {
      id,
      ...rest,
      tenantId,
      ...queuePlace({ ...purge, tenantId }),
      priority: caller.kind === "person" ? 0 : 1,
      status: graceMs > 0 ? "scheduled" : "queued",
      statusCause: `Requested by ${nameOf(caller)}.`,
      actorKind: caller.kind,
      actorId: caller.id,
      actorName: nameOf(caller),
      actorRole: caller.role,
      onBehalfOf,
      reason,
      ticket: ticket.id,
      ticketUrl: ticket.url,
      traceId: traceId ?? newTraceId(),
      requestedAt,
      notBefore: addMs(requestedAt, graceMs),
    },
  });
  if (tenants.length > 1) {
    await tx.purgeTenant.createMany({
      data: tenants.map((one) => ({ purgeId: id, tenantId: one.id, requestedAt })),
    });
  }
  return id;
}

const mostNamed = 3;

/** The tenants for a sentence of the record: " of acme", " of 12 tenants". */
function ofTenants(tenants: AllowedPurge["tenants"]): string {
  if (tenants.length === 0) return "";
  if (tenants.length > mostNamed) return ` of ${tenants.length} tenants`;
  return ` of ${tenants.map(({ slug }) => slug).join(", ")}`;
}

/** A burst of purges waits for its turn at the database rather than being refused, in milliseconds. */
const burst = { timeout: 12_000, maxWait: 10_000 };

/**
 * Records a purge with its audit entry, in one transaction. Nothing is sent before both are committed and,
 * for a person, the tier's grace period is over.
 *
 * @returns the purge's id
 */
export async function recordPurge(caller: Caller, purge: AllowedPurge): Promise<string> {
  const { method, selectorKind: kind, environment, targets, tier, tenants } = purge;
  return db().$transaction(async (tx) => {
    const id = await insert(tx, caller, purge);
    await writeEntry(tx, caller, {
      action: "purge.request",
      subject: { kind: "purge", id },
      tenantId: tenants.length === 1 ? (tenants[0]?.id ?? null) : null,
      summary: `${caller.name} asked to ${method} ${scopeInWords(purge)}${ofTenants(tenants)}`,
      details: {
        method,
        kind,
        environment,
        targets,
        tier,
        ...(tenants.length > 1 ? { tenants: tenants.map((one) => one.id) } : {}),
        ...(purge.onBehalfOf === null ? {} : { onBehalfOf: purge.onBehalfOf }),
      },
      reason: purge.reason,
      ticket: readTicket(purge.ticket).id,
    });
    return id;
  }, burst);
}
