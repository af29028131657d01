import { entryRow } from "@/lib/audit/entry-row";
import { queuePlace } from "@/lib/domain/sending/lanes";
import { newId, newTraceId } from "@/lib/platform/ids";
import type { Caller, SystemActor } from "@/lib/schemas/actor";
import type { PurgeMethod, PurgeStatus, SelectorKind, TriggerSource } from "@/lib/schemas/words";
import { readTicket } from "./read-ticket";
import { scopeInWords } from "./scope-in-words";
import type { WantedProof } from "./want-proof";

/** A purge that may be sent: every rule has been asked. */
export interface AllowedPurge {
  zone: { id: string; name: string };
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
  /** What a person saw and confirmed; null: a service asked for it. */
  confirmed: Confirmed | null;
  /** How to prove it. */
  proof: WantedProof;
}

export interface Confirmed {
  digest: string;
  policyVersion: number;
  /** For how long it waits for a second person; null: it needs none. */
  approvalMinutes: number | null;
  breaksGlass: boolean;
}

/** Whose name a purge bears: the person's address, the service's name, what the console does. */
function nameOf(caller: Caller | SystemActor): string {
  return caller.kind === "token" ? caller.service : caller.name;
}

/** The tenant, when it concerns one alone. */
function onlyTenant({ tenants }: AllowedPurge): string | null {
  return tenants.length === 1 ? (tenants[0]?.id ?? null) : null;
}

/**
 * A purge as it goes on record (record-statement.ts).
 *
 * @param begins its first state, and the tier's grace period in milliseconds
 */
export function purgeRow(
  caller: Caller | SystemActor,
  purge: AllowedPurge,
  begins: { status: PurgeStatus; graceMs: number },
) {
  const tenantId = onlyTenant(purge);
  const ticket = readTicket(purge.ticket);
  const { lane, fairKey, targetKey } = queuePlace({ ...purge, zoneId: purge.zone.id, tenantId });
  return {
    id: newId(),
    zone_id: purge.zone.id,
    environment: purge.environment,
    tenant_id: tenantId,
    /** Of one that concerns several. */
    tenant_ids: purge.tenants.length > 1 ? purge.tenants.map(({ id }) => id) : [],
    method: purge.method,
    selector_kind: purge.selectorKind,
    targets: purge.targets,
    tier: purge.tier,
    status: begins.status,
    grace_ms: begins.graceMs,
    source: purge.source,
    actor_kind: caller.kind,
    actor_id: caller.id,
    actor_name: nameOf(caller),
    actor_role: caller.role,
    on_behalf_of: purge.onBehalfOf,
    reason: purge.reason,
    ticket: ticket.id,
    ticket_url: ticket.url,
    trace_id: purge.traceId ?? newTraceId(),
    idempotency_key: purge.idempotencyKey,
    request_digest: purge.requestDigest,
    // People go first.
    priority: caller.kind === "person" ? 0 : 1,
    lane,
    fair_key: fairKey,
    target_key: targetKey,
  };
}
export type PurgeRow = ReturnType<typeof purgeRow>;

const mostNamed = 3;

/**
 * The tenants for a sentence of the record: " of acme", " of 12 tenants"; of a whole zone, which is everybody's,
 * ", for acme".
 */
export function ofTenants({
  tenants,
  selectorKind: kind,
}: Pick<AllowedPurge, "tenants" | "selectorKind">): string {
  if (tenants.length === 0) return "";
  const of = kind === "everything" ? ", for" : " of";
  if (tenants.length > mostNamed) return `${of} ${tenants.length} tenants`;
  return `${of} ${tenants.map(({ slug }) => slug).join(", ")}`;
}

function howAsked(confirmed: Confirmed | null): string {
  if (confirmed?.breaksGlass === true) return "went past the second person";
  return confirmed !== null && confirmed.approvalMinutes !== null ? "asked for approval" : "asked";
}

/** The audit entry that tells of it. */
export function requestEntry(caller: Caller | SystemActor, id: string, purge: AllowedPurge) {
  const { method, selectorKind: kind, environment, targets, tier, tenants, confirmed } = purge;
  return entryRow(caller, {
    action: confirmed?.breaksGlass === true ? "purge.break_glass" : "purge.request",
    subject: { kind: "purge", id },
    tenantId: onlyTenant(purge),
    summary: `${caller.name} ${howAsked(confirmed)} to ${method} ${scopeInWords(purge)}${ofTenants(purge)}`,
    details: {
      method,
      kind,
      environment,
      targets,
      tier,
      ...(tenants.length > 1 ? { tenants: tenants.map((one) => one.id) } : {}),
      ...(purge.onBehalfOf === null ? {} : { onBehalfOf: purge.onBehalfOf }),
      ...(confirmed === null
        ? {}
        : { plan: confirmed.digest, policyVersion: confirmed.policyVersion }),
    },
    reason: purge.reason,
    ticket: readTicket(purge.ticket).id,
  });
}
