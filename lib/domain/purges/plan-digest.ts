import { createHash } from "node:crypto";
import type { PurgeMethod } from "@/lib/schemas/words";
import type { ResolvedRequest } from "./plan-purge";

/** What a digest says of each part, in the order in which it has them. */
const parts = [
  "the tenant",
  "the zone or its environment",
  "the method",
  "the targets or their risk",
  "which other tenants are concerned",
  "the policy",
] as const;

/** 128 bits of SHA-256: one part of a digest. */
function part(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 32);
}

/**
 * The digest of what a preview says will be sent: whoever confirms it sends it back, and what is sent is what
 * was seen. One part for each thing that can change in between, so that what has changed can be named.
 */
export function planDigest(
  { surroundings, resolved, environment, others, version }: ResolvedRequest,
  method: PurgeMethod,
): string {
  const { tenant, zone } = surroundings;
  const targets = resolved.targets.map(({ value, scope }) => [value, scope]);
  return [
    part([tenant.id, tenant.slug]),
    part([zone.id, zone.name, environment?.ref ?? null]),
    part(method),
    part([resolved.kind, resolved.tier, targets]),
    part(others.who === undefined ? others.count : [others.count, others.who]),
    part(version),
  ].join(".");
}

/** What differs between the digest that somebody saw and the one of now, in words; empty: nothing. */
export function changedSince(seen: string, current: string): string[] {
  if (seen === current) return [];
  const was = seen.split(".");
  const is = current.split(".");
  if (was.length !== is.length) return ["the preview is of another version of the console"];
  return parts.filter((_, at) => was[at] !== is[at]);
}
