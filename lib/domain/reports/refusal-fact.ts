import type { AuditFact } from "@/lib/audit/write-entry";
import type { AuditAction } from "@/lib/schemas/audit-actions";
import type { TokenActor } from "@/lib/schemas/actor";
import type { RefusedItem } from "./batch";

const mostNamed = 20;

/** One entry for all items of a batch that were beyond the token's reach: how many, and the first of them. */
export function refusalFact(
  service: TokenActor,
  action: AuditAction,
  what: string,
  beyond: readonly RefusedItem[],
): AuditFact {
  const { length } = beyond;
  return {
    action,
    outcome: "refused",
    subject: { kind: "token", id: service.id },
    summary: `${service.name} was refused ${length.toLocaleString("en")} ${what} beyond its rights`,
    details: {
      count: length,
      first: beyond.slice(0, mostNamed).map(({ index, errors }) => ({ index, errors })),
    },
  };
}
