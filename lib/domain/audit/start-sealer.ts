import { setTimeout as pause } from "node:timers/promises";
import { db } from "@/lib/platform/database";
import { env, EnvError } from "@/lib/platform/env";
import { log } from "@/lib/platform/log";
import { now } from "@/lib/platform/clock";
import { chainEntries, readHead } from "./chain-entries";
import { loadSigner, type Signer } from "./key-folder";
import { newestSeal, sealHead, type SealLine, sealsAfter } from "./seal-head";
import { openPlaces, type SealPlace } from "./seal-places";
import { trimRecord } from "./trim-record";
import { watchPlace, type PlaceState, rememberPlaces } from "./sealer-state";

/** How often entries are looked for, in milliseconds: for so long a committed entry is in no chain. */
const lookMs = 1_000;
/** How long a place may take at the end, in milliseconds. */
const stopLimitMs = 2_000;
/** How often it is looked for entries that retention removes, in milliseconds. */
const trimMs = 60 * 60_000;
/** At most so many seals are copied at a time. */
const copiedAtOnce = 5_000;

/** The one sealer of a process. Of several processes the one that comes first chains and signs; all keep copies. */
class Sealer {
  private stopped = false;
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();
  /** When to look for what retention removes (performance.now()). */
  private trimAt = 0;
  private readonly copying = new Map<PlaceState, Promise<void>>();

  constructor(
    private readonly folder: SealPlace,
    private readonly places: PlaceState[],
  ) {}

  readonly look = (): void => {
    this.looking = this.work()
      .catch((error: unknown) => {
        log().error({ err: error }, "the audit record could not be sealed");
      })
      .then(() => {
        if (!this.stopped) this.timer = setTimeout(this.look, lookMs);
      });
  };

  /** Chains, signs and copies once more: what happened until now is sealed, also when nobody starts again. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.looking;
    await this.work(true).catch((error: unknown) => {
      log().error({ err: error }, "the end of the audit record could not be sealed");
    });
    const limit = pause(stopLimitMs, undefined, { ref: false });
    await Promise.race([Promise.all(this.copying.values()), limit]);
  }

  private async work(atOnce = false): Promise<void> {
    await chainEntries();
    // Without its own folder there is nothing that numbers could go on behind: the database has the newest then.
    const outside = await this.folder.newest().catch(() => null);
    const signer = loadSigner(env().auditKeyDir);
    await sealHead(signer, outside, atOnce);
    if (!atOnce) await this.trim(signer);
    const newest = await newestSeal(db());
    for (const place of this.places) this.copyTo(place, newest);
  }

  private async trim(signer: Signer): Promise<void> {
    const days = env().auditRetentionDays;
    if (days === null || performance.now() < this.trimAt) return;
    this.trimAt = performance.now() + trimMs;
    const count = await trimRecord(signer, days);
    if (count > 0) log().info({ entries: count, days }, "retention removed audit entries");
  }

  /** A place that is slow or away keeps nobody else waiting. */
  private copyTo(state: PlaceState, newest: SealLine | null): void {
    if (this.copying.has(state)) return;
    const copying = copySeals(state, newest).finally(() => this.copying.delete(state));
    this.copying.set(state, copying);
  }
}

async function copySeals(state: PlaceState, newest: SealLine | null): Promise<void> {
  try {
    const held = await state.place.newest();
    const missing = await sealsAfter(held?.says.number ?? 0, copiedAtOnce);
    if (missing.length > 0) await state.place.add(missing);
    state.holds = missing.at(-1)?.says ?? held?.says ?? null;
    state.error = null;
    const complete = (state.holds?.number ?? 0) >= (newest?.says.number ?? 0);
    if (complete) state.completeAt = now();
  } catch (error) {
    if (state.error === null) {
      log().error({ place: state.place.name, err: error }, "a place does not take the seals");
    }
    state.error = error instanceof Error ? error.message : String(error);
  }
}

/**
 * Starts the sealer of this process: it chains what was committed, signs the end of the chain and copies the
 * seals out of the database.
 *
 * @returns how to stop
 * @throws EnvError when the keys can be neither read nor made
 */
export async function startSealer(): Promise<{ stop: () => Promise<void> }> {
  const { auditKeyDir, auditSealDir, auditSealCopies } = env();
  try {
    loadSigner(auditKeyDir);
  } catch (error) {
    throw new EnvError(
      `AUDIT_KEY_DIR: expected a folder that can be written to; got ${(error as Error).message}`,
    );
  }
  const { log: logId } = await readHead(db());
  const places = openPlaces(auditSealDir, auditSealCopies, logId, await newestSeal(db()));
  const [folder] = places;
  if (folder === undefined) throw new Error("There is always the folder.");
  const states = places.map(watchPlace);
  rememberPlaces(states);
  const sealer = new Sealer(folder, states);
  sealer.look();
  return { stop: () => sealer.stop() };
}
