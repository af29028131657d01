import { setTimeout as sleep } from "node:timers/promises";
import type { CallResult } from "@/lib/edge/purge-call";
import { sendPurge } from "@/lib/edge/cloudflare/send-purge";
import { db, listenTo } from "@/lib/platform/database";
import { log } from "@/lib/platform/log";
import { LookLoop } from "@/lib/platform/look-loop";
import { returnAllowance, takeAllowance } from "./allowance";
import { claimCall, type ClaimedCall, leaseSeconds } from "./claim-call";
import { type DueLane, readDueLanes } from "./due-lanes";
import { type OfferingSender, useSender } from "./offer-call";
import { recordAnswer } from "./record-answer";
import { releaseScheduled } from "./release-scheduled";
import { reportCall } from "./report-call";
import { takeOverCalls } from "./take-over";
import { noteCarried, tellEnded } from "./wait-for-end";

/** The channel on which the database says that purges were queued or scheduled. */
const queueChannel = "purge_queue";
/** How many calls a process has under way at once; the last few are kept for people. */
const mostCalls = 24;
const keptForPeople = 4;
/** How often the table is looked at when nothing says that there is work, in milliseconds. */
const pollMs = 1_000;
/** The longest that a call may take in all, in milliseconds. With the next it has to fit into the lease. */
const callLimitMs = 10_000;
/** A call that could not be started within this time after its claim is left to be taken over. */
const latestStartMs = 4_000;
/** Another process had the tokens or the purges first: the table is looked at again after so many milliseconds. */
const contendedMs = 20;
/** How long to wait before an answer that could not be recorded is recorded again, in milliseconds. */
const recordAgainMs = 500;
/** How long calls under way may go on when the process is to end, in milliseconds. */
const drainMs = 6_000;

/** The one sender of a process: takes purges that are due, within the allowance, and sends them. */
class Sender implements OfferingSender {
  private readonly underWay = new Set<Promise<void>>();
  /** Places that are kept for calls that are being recorded with their purges. */
  private readonly kept = new Set<Promise<void>>();
  private readonly stopCalls = new AbortController();
  /** Whose turn it was last: the lane, and in each lane the tenant. */
  private lastLane = "";
  private readonly lastTenant = new Map<string, string>();
  /** Calls that are being put together. */
  private claiming = 0;
  private readonly loop = new LookLoop(() => this.findWork(), pollMs, "could not look for purges");
  /** Looks for work now, or once more when it is looking already. */
  readonly look = this.loop.look;
  /** When to look for calls of dead processes, and for scheduled purges that are due (performance.now()). */
  private lookForDeadAt = 0;
  private releaseAt = 0;
  private changed = false;
  /** Something waited when the queue was last looked at: for its allowance, or until a call ends. */
  private somethingWaits = false;

  /** The queue has changed: something may be due earlier than was known. */
  readonly queueChanged = (): void => {
    this.changed = true;
    this.look();
  };

  /** Takes no more; lets calls under way end, then gives up waiting: their purges go back to the queue. */
  async stop(): Promise<void> {
    const limit = setTimeout(() => {
      this.stopCalls.abort();
    }, drainMs);
    await this.loop.stop();
    await Promise.all(this.kept);
    await Promise.all(this.underWay);
    clearTimeout(limit);
  }

  readonly keepPlace = (): (() => void) | null => {
    if (this.loop.stopped || !this.slotFor({ forPerson: false })) return null;
    this.claiming += 1;
    let done = (): void => undefined;
    const kept = new Promise<void>((resolve) => (done = resolve));
    this.kept.add(kept);
    return () => {
      this.claiming -= 1;
      this.kept.delete(kept);
      done();
      if (this.somethingWaits) this.look();
    };
  };

  /** @returns in how many milliseconds there may be something to do */
  private async findWork(): Promise<number> {
    if (performance.now() >= this.lookForDeadAt) {
      this.lookForDeadAt = performance.now() + pollMs;
      const count = await takeOverCalls();
      if (count > 0) log().warn({ purges: count }, "took over purges of a process that died");
    }
    if (performance.now() >= this.releaseAt) await this.release();
    const waitMs = await this.sendDue();
    // Only now: what was queued is not to wait for the question what else is scheduled.
    if (this.changed) await this.release();
    return Math.min(waitMs, Math.max(1, this.releaseAt - performance.now()));
  }

  private async release(): Promise<void> {
    // Before the question, so that what changes meanwhile is asked for again.
    this.changed = false;
    this.releaseAt = performance.now() + pollMs;
    const dueMs = await releaseScheduled();
    this.releaseAt = Math.min(this.releaseAt, performance.now() + (dueMs ?? pollMs));
  }

  private slotFor({ forPerson }: Pick<DueLane, "forPerson">): boolean {
    return this.underWay.size + this.claiming < mostCalls - (forPerson ? 0 : keptForPeople);
  }

  /**
   * One call for each lane that may send. Accounts do not wait for each other: what is slow for one is its own
   * matter. @returns in how many milliseconds the next may; 0: look at once
   */
  private async sendDue(): Promise<number> {
    const lanes = inTurn(await readDueLanes(), this.lastLane);
    this.somethingWaits = lanes.some(({ waitMs }) => waitMs > 0);
    const accounts = new Map<string, DueLane[]>();
    for (const lane of lanes) {
      const account = `${lane.allowance.accountId}/${lane.allowance.plan}`;
      accounts.set(account, [...(accounts.get(account) ?? []), lane]);
    }
    const sent = await Promise.all([...accounts.values()].map((some) => this.sendOfAccount(some)));
    if (sent.includes("sent")) return 0;
    if (sent.includes("contended")) return contendedMs;
    const waits = lanes.map(({ waitMs }) => waitMs).filter((ms) => ms > 0);
    return Math.max(5, Math.min(pollMs, ...waits));
  }

  private async sendOfAccount(lanes: DueLane[]): Promise<"sent" | "contended" | "nothing"> {
    let came: "sent" | "contended" | "nothing" = "nothing";
    for (const lane of lanes.filter(({ waitMs }) => waitMs <= 0)) {
      if (this.loop.stopped) return "nothing";
      if (!this.slotFor(lane)) {
        this.somethingWaits = true;
        continue;
      }
      if (await this.sendFrom(lane)) came = "sent";
      else if (came === "nothing") came = "contended";
    }
    return came;
  }

  private async sendFrom(lane: DueLane): Promise<boolean> {
    const taken = await takeAllowance(db(), lane.allowance, lane.tokens, lane.forPerson);
    if (taken === null) return false;
    const claimed = await this.claim(lane, taken.isTry);
    if (claimed === null) {
      await returnAllowance(db(), lane.allowance, lane.tokens, taken.isTry);
      return false;
    }
    this.lastLane = lane.lane;
    this.lastTenant.set(lane.lane, claimed.last);
    this.launch(claimed.call);
    return true;
  }

  /** @returns null when there is nothing left, or the claim failed: then it is the next look's matter */
  private async claim(lane: DueLane, isTry: boolean) {
    this.claiming += 1;
    try {
      return await claimCall(lane, isTry, this.lastTenant.get(lane.lane) ?? "");
    } catch (error) {
      log().error({ lane: lane.lane, err: error }, "could not claim purges");
      return null;
    } finally {
      this.claiming -= 1;
    }
  }

  readonly launch = (call: ClaimedCall): void => {
    noteCarried(call);
    const sending = this.send(call)
      // Not recorded: the lease runs out and the purges are sent again.
      .catch((error: unknown) => {
        log().error({ callId: call.id, err: error }, "the answer was not recorded");
        tellEnded(call, null);
      })
      .finally(() => {
        this.underWay.delete(sending);
        // It may have made room, or closed a breaker. What it put back into the queue was told of.
        if (this.somethingWaits) this.look();
      });
    this.underWay.add(sending);
  };

  private async send(call: ClaimedCall): Promise<void> {
    if (performance.now() - call.claimedAt > latestStartMs) {
      log().warn({ callId: call.id }, "claimed too long ago to be sent; left to be taken over");
      tellEnded(call, null);
      return;
    }
    const { zoneId, environment, method, kind } = call.lane;
    const startedAt = performance.now();
    const result = await sendPurge(
      { zoneId, environment, method, kind, targets: call.targets },
      { totalMs: callLimitMs, stop: this.stopCalls.signal },
    );
    const durationMs = Math.round(performance.now() - startedAt);
    const recorded = await recordWhileHeld(call, result, durationMs);
    tellEnded(call, recorded?.accepted === call.purges.length ? result : null);
    reportCall(call, result, durationMs, recorded);
  }
}

/**
 * Records an answer, again when the database does not take it, for as long as the lease lasts: what is not
 * recorded is sent a second time.
 */
async function recordWhileHeld(call: ClaimedCall, result: CallResult, durationMs: number) {
  for (;;) {
    try {
      return await recordAnswer(call, result, durationMs);
    } catch (error) {
      if (performance.now() - call.claimedAt > leaseSeconds * 1_000) throw error;
      log().warn({ callId: call.id, err: error }, "the answer could not be recorded; trying again");
      await sleep(recordAgainMs);
    }
  }
}

/** People's lanes first; among equals the one after the lane that came last. */
function inTurn(lanes: DueLane[], last: string): DueLane[] {
  const turn = ({ forPerson, lane }: DueLane) => (forPerson ? 0 : lane > last ? 1 : 2);
  return lanes.toSorted((a, b) => turn(a) - turn(b));
}

/**
 * Starts the sender of this process. What it has taken and not finished when the process dies is taken over
 * by another, or by the next start.
 *
 * @returns stop, which takes no more and waits for the calls under way, some seconds at most
 */
export async function startSender(): Promise<{ stop: () => Promise<void> }> {
  const sender = new Sender();
  const stopListening = await listenTo(queueChannel, sender.queueChanged);
  useSender(sender);
  sender.look();
  return {
    stop: async () => {
      useSender(null);
      // At once: a database that does not answer must not keep it going.
      await Promise.all([sender.stop(), stopListening()]);
    },
  };
}
