import { db } from "@/lib/platform/database";
import { env } from "@/lib/platform/env";
import type { Connection } from "@/lib/schemas/overview";

const processStart = new Date(Date.now() - process.uptime() * 1000);

/** What a status says of the connection; any other is a failure that may pass. */
const troubles: Record<number, Connection["state"]> = {
  401: "refused",
  403: "refused",
  429: "limited",
};

const iso = (time: Date | null | undefined) => time?.toISOString() ?? null;

/**
 * What is known of the connection to Cloudflare: only what calls since the start of the console have shown.
 * Nothing is asked of Cloudflare for it.
 */
export async function readConnection(): Promise<Connection> {
  const { mode, cloudflare } = env();
  const since = { startedAt: { gte: processStart }, finishedAt: { not: null } };
  const newest = { orderBy: { startedAt: "desc" } } as const;
  const [accepted, failed] = await Promise.all([
    db().purgeCall.findFirst({ where: { ...since, outcome: "accepted" }, ...newest }),
    db().purgeCall.findFirst({ where: { ...since, outcome: { not: "accepted" } }, ...newest }),
  ]);
  const known = {
    mode,
    lastAcceptedAt: iso(accepted?.finishedAt),
    lastFailedAt: iso(failed?.finishedAt),
  };
  if (cloudflare.token === null) {
    return {
      ...known,
      state: "no_token",
      message: "No CLOUDFLARE_API_TOKEN is configured: every purge fails until an admin sets one.",
    };
  }
  if (accepted === null && failed === null) {
    return {
      ...known,
      state: "untried",
      message: "No purge was sent since the console started, so nothing is known yet.",
    };
  }
  if (failed === null || (accepted !== null && accepted.startedAt > failed.startedAt)) {
    return { ...known, state: "working", message: "The last call was accepted." };
  }
  return {
    ...known,
    state: troubles[failed.httpStatus ?? 0] ?? "failing",
    message: failed.message ?? "The last call failed.",
  };
}
