import { authorize } from "@/lib/audit/authorize";
import { addMs, now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import type { ProbeAgent, ProbeAgentList } from "@/lib/schemas/probe-tasks";
import { silentSeconds } from "./ask-agents";

interface Held {
  revokedAt: Date | null;
  expiresAt: Date;
}

function stateOf(lastSeenAt: Date, { revokedAt, expiresAt }: Held): ProbeAgent["state"] {
  if (revokedAt !== null || expiresAt <= now()) return "ended";
  return lastSeenAt < addMs(now(), -silentSeconds * 1_000) ? "silent" : "active";
}

/** Every probe agent there was, with where it is and when it was last there. @throws AppError not_allowed */
export async function listAgents(actor: Actor): Promise<ProbeAgentList> {
  await authorize(actor, "comparison.read", {
    action: "access.refuse",
    subject: { kind: "probe_agent", id: null },
    summary: `${actor.name} was refused the probe agents`,
  });
  const rows = await db().probeAgent.findMany({
    include: { token: { select: { name: true, revokedAt: true, expiresAt: true } } },
    orderBy: { lastSeenAt: "desc" },
    take: 200,
  });
  const items = rows.map(({ tokenId, place, lastSeenAt, colos, variants, token }) => ({
    tokenId,
    name: token.name,
    place,
    lastSeenAt: lastSeenAt.toISOString(),
    state: stateOf(lastSeenAt, token),
    colos,
    variants,
  }));
  return { items };
}
