import { authorize } from "@/lib/audit/authorize";
import type { Seal } from "@/lib/audit/seal";
import { now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/database";
import { env } from "@/lib/platform/env";
import type { Actor } from "@/lib/schemas/actor";
import type { AuditSealing } from "@/lib/schemas/audit";
import { readHead } from "./chain-entries";
import { loadSigner } from "./key-folder";
import { newestSeal } from "./seal-head";
import { sealPlaces } from "./sealer-state";

/** The record is sealed at least once a minute: after so long without, something is wrong, in milliseconds. */
const lateMs = 150_000;

function toSeal({ number, at, seq, digest, key }: Seal) {
  return { number, at, seq, digest, key };
}

/** How sealing stands, for the screen and the metrics. */
export async function measureSealing() {
  const [head, pending, newest] = await Promise.all([
    readHead(db()),
    db().auditPending.count(),
    newestSeal(db()),
  ]);
  const at = now().getTime();
  const places = sealPlaces().map(({ place, holds, completeAt, error }) => ({
    ...{ name: place.name, kind: place.kind, holds: holds && toSeal(holds) },
    ...{ completeAt, error, isBehind: at - completeAt.getTime() > lateMs },
  }));
  const sealAgeMs = newest === null ? null : at - Date.parse(newest.says.at);
  const isLate = sealAgeMs === null || sealAgeMs > lateMs;
  const state: AuditSealing["state"] = isLate
    ? "late"
    : places.some(({ isBehind }) => isBehind)
      ? "broken"
      : "sealed";
  return { head, pending, newest: newest?.says ?? null, sealAgeMs, places, state };
}

/**
 * The end of the record as it was last signed, how old that is, and who holds copies.
 *
 * @throws AppError not_allowed
 */
export async function readSealing(actor: Actor): Promise<AuditSealing> {
  await authorize(actor, "audit.read", {
    action: "access.refuse",
    subject: { kind: "audit", id: null },
    summary: `${actor.name} was refused to see how the audit record is sealed`,
  });
  const { head, pending, newest, places, state } = await measureSealing();
  const stub = await db().auditStub.findFirst({ orderBy: { lastSeq: "desc" } });
  return {
    state,
    head: { seq: head.seq, digest: head.digest },
    pending,
    seal: newest && toSeal(newest),
    publicKey: loadSigner(env().auditKeyDir).publicPem,
    places: places.map(({ name, kind, holds, completeAt, error }) => ({
      ...{ name, kind, holds, error },
      completeAt: completeAt.toISOString(),
    })),
    removedTo: Number(stub?.lastSeq ?? 0),
  };
}
