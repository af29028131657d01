import { Prisma } from "@/prisma/generated/client";
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

interface OwnCall {
  startedAt: Date;
  finishedAt: Date;
  httpStatus: number | null;
  message: string | null;
}

/** The newest call since the start that the console made itself; reports tell of other programs' connections. */
async function newestOwnCall(outcome: "accepted" | "other"): Promise<OwnCall | undefined> {
  const isIt = outcome === "accepted" ? Prisma.sql`=` : Prisma.sql`<>`;
  const rows = await db().$queryRaw<OwnCall[]>`
    SELECT started_at AS "startedAt", finished_at AS "finishedAt", http_status AS "httpStatus", message
    FROM purge_call
    WHERE sender NOT LIKE 'reported by %' AND started_at >= ${processStart}
      AND finished_at IS NOT NULL AND outcome ${isIt} 'accepted'
    ORDER BY started_at DESC LIMIT 1`;
  return rows[0];
}

/**
 * What is known of the connection to Cloudflare: only what the console's own calls since its start have
 * shown. Nothing is asked of Cloudflare for it.
 */
export async function readConnection(): Promise<Connection> {
  const { mode, cloudflare } = env();
  const [accepted, failed] = await Promise.all([newestOwnCall("accepted"), newestOwnCall("other")]);
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
  if (accepted === undefined && failed === undefined) {
    return {
      ...known,
      state: "untried",
      message: "No purge was sent since the console started, so nothing is known yet.",
    };
  }
  if (failed === undefined || (accepted && accepted.startedAt > failed.startedAt)) {
    return { ...known, state: "working", message: "The last call was accepted." };
  }
  return {
    ...known,
    state: troubles[failed.httpStatus ?? 0] ?? "failing",
    message: failed.message ?? "The last call failed.",
  };
}
