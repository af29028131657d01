import { createHash } from "node:crypto";
import { sha256 } from "./digests";
import type { Selection } from "./seal";

/** What of a selection its signature covers: the first line, and which entries there are, in their order. */
export class SelectionSum {
  private readonly sum = createHash("sha256");
  private entries = 0;
  private first = 0;
  private last = 0;

  add(seq: number, digest: string): void {
    this.entries += 1;
    if (this.entries === 1) this.first = seq;
    this.last = seq;
    this.sum.update(`${digest}\n`);
  }

  /**
   * For once, when all entries are added.
   *
   * @param head the export's first line
   */
  says(head: string): Omit<Selection, "key"> {
    const { entries, first, last } = this;
    return { v: 1, head: sha256(head), entries, first, last, digest: this.sum.digest("hex") };
  }
}
