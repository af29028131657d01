import { sha256 } from "./digests";
import type { OnBreak } from "./chain-check";
import type { KeyRing } from "./key-ring";
import { readSignedLine, type Seal } from "./seal";

const none: readonly Seal[] = [];

/** What seals say of places of the chain. */
export class SealIndex {
  /** The seal that reaches furthest. */
  newest: Seal | null = null;
  /** The latest of all, by its time: the last sign of life. */
  latestAt: string | null = null;
  count = 0;
  private readonly byPlace = new Map<number, Seal[]>();

  /** The seals of a place that say something different. */
  at(seq: number): readonly Seal[] {
    return this.byPlace.get(seq) ?? none;
  }

  add(seal: Seal): void {
    this.count += 1;
    if (this.newest === null || seal.seq >= this.newest.seq) this.newest = seal;
    if (this.latestAt === null || seal.at > this.latestAt) this.latestAt = seal.at;
    const others = this.byPlace.get(seal.seq) ?? [];
    // An idle record is sealed again and again: the first is enough.
    if (!others.some(({ digest }) => digest === seal.digest)) {
      this.byPlace.set(seal.seq, [...others, seal]);
    }
  }
}

/** The clocks of consoles that share a record may be apart by so much, in milliseconds. */
const clocksApartMs = 60_000;

/** Whose seals are looked at. */
export interface Asked {
  log: string;
  /** Seals that were made after it tell of entries that came later; null: all count. */
  until: { number: number; at: string } | null;
}

function counts({ number, at }: Seal, until: Asked["until"]): boolean {
  if (until === null || number <= until.number) return true;
  // A number alone does not do: a database whose own seals were removed gives a low one.
  return Date.parse(at) < Date.parse(until.at) - clocksApartMs;
}

/** Of so many seals it is remembered what they said: consoles that share a folder may each have written them. */
const remembered = 20_000;

/**
 * Checks the seals of a place one by one, in the order in which they stand there, and adds those that hold to the
 * index: signature, key, number, what each says of the one before, and that they are of this record.
 *
 * Flat in memory. One that stands twice counts once.
 */
export class SealCheck {
  private before: { number: number; digest: string } | null = null;
  private readonly seen = new Map<number, string>();
  private readonly others = new Map<string, number>();

  /** @param isComplete whether numbers have to follow each other: a place holds all of them, an export does not */
  constructor(
    private readonly asked: Asked,
    private readonly keys: KeyRing,
    private readonly index: SealIndex,
    private readonly isComplete: boolean,
    private readonly onBreak: OnBreak,
  ) {}

  add(line: string): void {
    const seal = readSignedLine("seal", line);
    if (seal === null) {
      this.tell("a seal", `it cannot be read: ${line.slice(0, 60)}`);
      return;
    }
    const { says } = seal;
    if (says.log !== this.asked.log) {
      this.others.set(says.log, (this.others.get(says.log) ?? 0) + 1);
      return;
    }
    const digest = sha256(line);
    if (this.seen.get(says.number) === digest) return;
    for (const handover of says.handovers) this.keys.accept(handover);
    const problem = this.keys.problemOf(seal);
    if (problem !== null) this.tell(`seal ${says.number}`, problem);
    if (this.isComplete) this.compareWithBefore(says);
    this.remember(says.number, digest);
    if (problem === null && counts(says, this.asked.until)) this.index.add(says);
  }

  /** Call it when there are no more. */
  end(): void {
    for (const [other, count] of this.others) {
      if (this.asked.log === "") {
        const unknown = `${count} of them are of record ${other}; of which record the export is, its first line does not say`;
        this.tell("seals", unknown);
        continue;
      }
      const message = `${count} of them are of another record (${other}), which this one has replaced`;
      this.tell("seals", message);
    }
  }

  private remember(number: number, digest: string): void {
    if (this.before === null || number > this.before.number) this.before = { number, digest };
    this.seen.set(number, digest);
    if (this.seen.size <= remembered) return;
    const [oldest] = this.seen.keys();
    if (oldest !== undefined) this.seen.delete(oldest);
  }

  private compareWithBefore({ number, before: says }: Seal): void {
    const { before } = this;
    // Where a place begins to hold seals is its own matter.
    if (before === null) return;
    if (number <= before.number) {
      const twice = this.seen.has(number);
      const message = twice
        ? "there are two of this number that say different things"
        : `it stands behind seal ${before.number}, where it does not belong`;
      this.tell(`seal ${number}`, message);
    } else if (number > before.number + 1) {
      const [first, last] = [before.number + 1, number - 1];
      this.tell(first === last ? `seal ${first}` : `seals ${first} to ${last}`, "missing");
    } else if (says !== before.digest) {
      this.tell(`seal ${number}`, `it does not follow seal ${before.number} as it is here`);
    }
  }

  private tell(where: string, message: string): void {
    this.onBreak({ kind: "seal", where, message });
  }
}
