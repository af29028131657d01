import type { BreakKind } from "@/lib/schemas/audit";
import type { SealIndex } from "./seal-check";

/** What is wrong, and where. */
export interface Break {
  kind: BreakKind;
  /** "entry 17", "entries 17 to 20", "line 5", "seal 3". */
  where: string;
  message: string;
}

export type OnBreak = (found: Break) => void;

/** A link of the chain as it was found, and whether its digest is that of its bytes. */
export interface FoundLink {
  seq: number;
  prev: string;
  digest: string;
  fits: boolean;
}

/** "entry 5" or "entries 5 to 9". */
function entriesInWords(first: number, last: number): string {
  return first === last ? `entry ${first}` : `entries ${first} to ${last}`;
}

/**
 * Follows a chain link by link and tells each break. Flat in memory: it knows the last link and the seals.
 *
 * What is behind a break is checked on: by its own bytes, by its order, and against the link before it.
 */
export class ChainCheck {
  /** The newest place that was seen, and how many links were. */
  last: { seq: number; digest: string };
  count = 0;
  /** The newest place whose digest a seal has confirmed. */
  sealedTo = 0;
  private disagrees = false;

  /**
   * @param start where the chain begins: the record's genesis, or behind what a stub says was removed
   * @param isWhole false for a selection: its links do not follow each other
   */
  constructor(
    start: { seq: number; digest: string },
    private readonly seals: SealIndex,
    private readonly onBreak: OnBreak,
    private readonly isWhole = true,
  ) {
    this.last = start;
    this.sealedTo = start.seq;
  }

  add({ seq, prev, digest, fits }: FoundLink): void {
    this.count += 1;
    if (!fits) {
      this.tell("changed", `entry ${seq}`, "it is not what was recorded: its digest does not fit");
    }
    if (this.isWhole && !this.follows(seq, prev)) return;
    this.last = { seq, digest };
    this.compareWithSeals(seq, digest);
  }

  /** Call it when there are no more links. */
  end(): void {
    const { newest } = this.seals;
    if (!this.isWhole || newest === null || newest.seq <= this.last.seq) return;
    this.tell(
      "cut",
      entriesInWords(this.last.seq + 1, newest.seq),
      `the end is missing: seal ${newest.number} of ${newest.at} was made of a record that went to entry ${newest.seq}`,
    );
  }

  /** @returns false when the link is no continuation */
  private follows(seq: number, prev: string): boolean {
    const { last } = this;
    if (seq <= last.seq) {
      const message = `it stands behind entry ${last.seq}, where it does not belong: added, doubled or moved`;
      this.tell("order", `entry ${seq}`, message);
      return false;
    }
    if (seq > last.seq + 1) {
      const where = entriesInWords(last.seq + 1, seq - 1);
      this.tell("missing", where, `not there, or not where it belongs; entry ${seq} comes next`);
    } else if (prev !== last.digest) {
      const what = last.seq === 0 ? "the beginning of this record" : `entry ${last.seq}`;
      const message = `it does not follow ${what} as it is here: one of the two was put in place of another`;
      this.tell("link", `entry ${seq}`, message);
    }
    return true;
  }

  /** Of a row of seals that disagree the first is told, with what it says about the entries before it. */
  private compareWithSeals(seq: number, digest: string): void {
    for (const seal of this.seals.at(seq)) {
      if (seal.digest === digest) {
        this.disagrees = false;
        this.sealedTo = seq;
        continue;
      }
      if (!this.disagrees) {
        const where = entriesInWords(this.sealedTo + 1, seq);
        const message = `rewritten: at entry ${seq} the record had another digest when seal ${seal.number} was made, ${seal.at}`;
        this.tell("rewritten", where, message);
      }
      this.disagrees = true;
    }
  }

  private tell(kind: BreakKind, where: string, message: string): void {
    this.onBreak({ kind, where, message });
  }
}
