import { log } from "./log";

/** What a process does again and again, one at a time: look for work when told to, and now and then by itself. */
export class LookLoop {
  private looking: Promise<void> | null = null;
  private lookAgain = false;
  private timer: NodeJS.Timeout | undefined;
  /** Whether it has been stopped: nothing new is to be begun. */
  stopped = false;

  /**
   * @param findWork begins what is due; answers in how many milliseconds there may be more
   * @param pollMs the longest time between two looks, and how long after a failed one the next is
   * @param failure what the log says when `findWork` throws
   */
  constructor(
    private readonly findWork: () => Promise<number>,
    private readonly pollMs: number,
    private readonly failure: string,
  ) {}

  /** Looks for work now, or once more when it is looking already. */
  readonly look = (): void => {
    if (this.stopped) return;
    if (this.looking !== null) {
      this.lookAgain = true;
      return;
    }
    clearTimeout(this.timer);
    this.looking = this.findWork()
      .catch((error: unknown) => {
        log().error({ err: error }, this.failure);
        return this.pollMs;
      })
      .then((waitMs) => {
        this.looking = null;
        if (this.stopped) return;
        if (this.lookAgain) {
          this.lookAgain = false;
          this.look();
        } else {
          this.timer = setTimeout(this.look, Math.min(waitMs, this.pollMs));
        }
      });
  };

  /** Looks no more; waits for the look that is under way. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.looking;
  }
}
