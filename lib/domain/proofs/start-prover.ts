import { listenTo } from "@/lib/platform/database";
import { log } from "@/lib/platform/log";
import { LookLoop } from "@/lib/platform/look-loop";
import { loadProof } from "./load-proof";
import { settleMs } from "./plan-next";
import { probeAfter } from "./probe-after";
import { claimWork, followPurges, type ProofWork, readWait } from "./proof-work";
import { recordBefore } from "./record-before";

/** The channel on which the database says that there is something to prove, or that a purge to be proven has ended. */
const channel = "proof_work";
/** How many steps a process has under way at once: each is a handful of requests. */
const mostSteps = 8;
/** How often the table is looked at when nothing says that there is work, in milliseconds. */
const pollMs = 1_000;
/** How long steps under way may go on when the process is to end, in milliseconds. */
const drainMs = 3_000;

/** The one prover of a process: takes the steps that are due and does them. */
class Prover {
  private readonly underWay = new Set<Promise<void>>();
  private readonly loop = new LookLoop(
    () => this.findWork(),
    pollMs,
    "could not look for purges to prove",
  );
  readonly look = this.loop.look;

  /** Takes no more; lets steps under way end. One that does not is done again by whoever comes next. */
  async stop(): Promise<void> {
    await this.loop.stop();
    const limit = new Promise<void>((resolve) => setTimeout(resolve, drainMs).unref());
    await Promise.race([Promise.all(this.underWay), limit]);
  }

  /** @returns in how many milliseconds there may be something to do */
  private async findWork(): Promise<number> {
    await followPurges(settleMs);
    const free = mostSteps - this.underWay.size;
    if (free > 0) for (const work of await claimWork(free)) this.launch(work);
    return (await readWait()) ?? pollMs;
  }

  private launch(work: ProofWork): void {
    const step = doStep(work)
      // Its lease runs out, and it is done again.
      .catch((error: unknown) => {
        log().error({ purgeId: work.purgeId, err: error }, "a step of a proof could not be done");
      })
      .finally(() => {
        this.underWay.delete(step);
        this.look();
      });
    this.underWay.add(step);
  }
}

async function doStep(work: ProofWork): Promise<void> {
  const proof = await loadProof(work.purgeId);
  if (work.state === "before") await recordBefore(proof, work);
  else await probeAfter(proof, work);
}

/**
 * Starts the prover of this process. What it has taken and not finished when the process dies is taken over by
 * another, or by the next start.
 *
 * @returns stop, which takes no more and waits for the steps under way, some seconds at most
 */
export async function startProver(): Promise<{ stop: () => Promise<void> }> {
  const prover = new Prover();
  const stopListening = await listenTo(channel, prover.look);
  prover.look();
  return {
    stop: async () => {
      await Promise.all([prover.stop(), stopListening()]);
    },
  };
}
