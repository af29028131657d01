import { createHash } from "node:crypto";
import type { AllowanceKind, PurgeMethod, SelectorKind } from "@/lib/schemas/words";

/** What decides with which others a purge may travel. */
export interface QueuePlaceOf {
  zoneId: string;
  environment: string | null;
  tenantId: string | null;
  method: PurgeMethod;
  selectorKind: SelectorKind;
  targets: readonly string[];
}

/**
 * A purge's place in the queue. Purges of one lane may travel in one call: they have zone, environment,
 * method and selector kind in common. (A call that Cloudflare refused is split into lanes of its own:
 * split-call.ts.)
 */
export function queuePlace(purge: QueuePlaceOf) {
  return {
    lane: [purge.zoneId, purge.environment ?? "", purge.method, purge.selectorKind].join("/"),
    fairKey: purge.tenantId ?? "-",
    targetKey: targetKey(purge.targets),
  };
}

/** A digest of the first target: URLs are too long for an index. */
export function targetKey(targets: readonly string[]): string {
  return createHash("sha256")
    .update(targets[0] ?? "", "utf8")
    .digest("hex")
    .slice(0, 32);
}

/** Which of an account's allowances a call by a selector kind counts against. */
export function allowanceKind(kind: SelectorKind): AllowanceKind {
  return kind === "files" ? "files" : "requests";
}
