import { authorize } from "@/lib/audit/authorize";
import { findPage } from "@/lib/domain/probes/find-page";
import { probePage } from "@/lib/domain/probes/probe-page";
import { now } from "@/lib/platform/clock";
import { db } from "@/lib/platform/database";
import type { Actor } from "@/lib/schemas/actor";
import { AppError } from "@/lib/schemas/errors";
import { roundSeconds } from "@/lib/schemas/watch-limits";
import type { Watch } from "@/lib/schemas/watches";
import { requireRoom } from "./require-room";
import { readSavedWatch } from "./watch-row";

/** A browser's clock ticks a little early: a round is not lost for that, in seconds. */
const tolerance = 0.5;

/** Takes the next round for this caller, when it is due; false: it is not, or there is none any more. */
async function claimRound(actor: Actor, id: string): Promise<boolean> {
  return db().$transaction(async (tx) => {
    await requireRoom(tx, id);
    const claimed = await tx.$executeRaw`
      UPDATE watch SET round_at = clock_timestamp()
      WHERE id = ${id}::uuid AND person_id = ${actor.id}::uuid AND ended_at IS NULL
        AND ends_at > clock_timestamp() AND (round_at IS NULL
          OR round_at <= clock_timestamp() - ${roundSeconds - tolerance} * interval '1 second')`;
    return claimed === 1;
  });
}

/** What one page's answer was; a tenant that is no longer in the directory has none. */
async function probeWatched({ tenantId, path }: { tenantId: string; path: string }) {
  try {
    const { data } = await probePage(await findPage(tenantId, path));
    const word = data.error ? "ERROR" : (data.cacheStatus ?? "NONE");
    return { data, word, error: data.error ?? null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { data: null, word: "ERROR", error: error.message };
  }
}

async function takeRound(watchId: string): Promise<void> {
  const pages = await db().watchPage.findMany({
    where: { watchId },
    select: { position: true, tenantId: true, path: true },
  });
  const answers = await Promise.all(
    pages.map(async (page) => ({ ...(await probeWatched(page)), position: page.position })),
  );
  const probes = answers.flatMap(({ data }) => (data === null ? [] : [data]));
  await db().$transaction([
    db().probe.createMany({ data: probes }),
    ...answers.map(({ position, data, word, error }) =>
      db().watchPage.update({
        where: { watchId_position: { watchId, position } },
        data: {
          seen: { push: word },
          at: data?.startedAt ?? now(),
          httpStatus: data?.httpStatus ?? null,
          age: data?.age ?? null,
          colo: data?.colo ?? null,
          ttfbMs: data?.ttfbMs ?? null,
          error,
        },
      }),
    ),
  ]);
}

/**
 * Probes all pages of one's own watch, once in five seconds at most: whoever asks earlier gets what there is.
 * Each probe may fill the cache, as any visit does. Nothing is probed once nobody asks.
 *
 * @throws AppError not_allowed, not_found, also for somebody else's watch, too_many_requests
 */
export async function takeWatchRound(actor: Actor, id: string): Promise<Watch> {
  await authorize(actor, "comparison.run", {
    action: "watch.start",
    subject: { kind: "watch", id },
    summary: `${actor.name} was refused to watch pages`,
  });
  const watch = await db().watch.findUnique({ where: { id }, select: { personId: true } });
  if (watch?.personId !== actor.id)
    throw new AppError("not_found", "You have no watch with this id.");
  if (await claimRound(actor, id)) await takeRound(id);
  return readSavedWatch(actor, id);
}
