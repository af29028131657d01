import { hash, type KeyObject } from "node:crypto";
import { ChainCheck, type OnBreak } from "./chain-check";
import { genesis, sha256 } from "./digests";
import {
  type ExportHead,
  kindOfExport,
  readEndLine,
  readHeadLine,
  readLinkLine,
} from "./export-lines";
import { KeyRing } from "./key-ring";
import { readSignedLine, type Stub } from "./seal";
import { SelectionSum } from "./selection-sum";
import { type Asked, SealCheck, SealIndex } from "./seal-check";

/** A console seals at least once a minute: an export whose newest seal is older lacks some. */
const staleMs = 3 * 60_000;

/** How far an export could be checked. */
export interface Extent {
  head: ExportHead | null;
  /** It says that it is a selection: what is in it was checked, and nothing shows whether something is missing. */
  isSelection: boolean;
  /** The key that signed which entries the selection has; null: nobody did, or it is none. */
  signedBy: string | null;
  entries: number;
  /** The newest entry in it; 0: there is none. */
  lastSeq: number;
  /** The newest entry that a seal confirms. */
  sealedTo: number;
  seals: number;
  /** What retention removed from the beginning: up to this entry; 0: nothing. */
  removedTo: number;
  breaks: number;
}

/** Lines as bytes without their ends, at least one at a time. */
export async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer[], undefined> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const data = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const lines: Buffer[] = [];
    let from = 0;
    for (let end = data.indexOf(10); end !== -1; end = data.indexOf(10, from)) {
      lines.push(data.subarray(from, end));
      from = end + 1;
    }
    rest = data.subarray(from);
    if (lines.length > 0) yield lines;
  }
  if (rest.length > 0) yield [rest];
}

/** Checks an export line by line. */
class ExportCheck {
  private readonly keys: KeyRing;
  private readonly index = new SealIndex();
  private readonly ownSeals: string[] = [];
  private head: ExportHead | null = null;
  private headText = "";
  private stub: Stub | null = null;
  private stubLine: { line: string; at: number } | null = null;
  private chain: ChainCheck | null = null;
  private lineNumber = 0;
  private links = 0;
  /** Whether the first line says so; what says neither is held to be whole. */
  private selects = false;
  private readonly sum = new SelectionSum();
  private selection: { line: string; at: number } | null = null;
  private ended = false;
  private breaks = 0;
  private readonly onBreak: OnBreak;

  constructor(trusted: readonly KeyObject[], onBreak: OnBreak) {
    this.keys = new KeyRing(trusted);
    this.onBreak = (found) => {
      this.breaks += 1;
      onBreak(found);
    };
  }

  /** Takes the first line. */
  begin(bytes: Buffer): void {
    this.lineNumber = 1;
    this.headText = bytes.toString("utf8");
    this.head = readHeadLine(this.headText);
    if (this.head === null) this.unreadable("it is not the first line of an export");
    else {
      const kind = kindOfExport(this.head);
      this.selects = kind === "selection";
      if (kind === null) this.unreadable("it says neither a whole export nor a selection");
    }
  }

  /** Takes the seals of a place outside, before the entries. */
  async place(chunks: AsyncIterable<Buffer>): Promise<void> {
    const seals = this.sealCheck(true);
    for await (const lines of linesOf(chunks)) {
      for (const line of lines) seals.add(line.toString("utf8"));
    }
    seals.end();
  }

  /** Takes a line behind the first. */
  line(bytes: Buffer): void {
    this.lineNumber += 1;
    const link = readLinkLine(bytes);
    if (link !== null) {
      const { seq, prev, digest, covered } = link;
      this.links += 1;
      if (this.selects) this.sum.add(seq, digest);
      this.started().add({ seq, prev, digest, fits: hash("sha256", covered, "hex") === digest });
    } else {
      this.other(bytes.toString("utf8"));
    }
    if (this.ended && link !== null) this.unreadable("it stands behind the end");
  }

  end(): Extent {
    const chain = this.started();
    chain.end();
    if (!this.ended)
      this.unreadable("the export breaks off: its last line is not there", "the end");
    const signedBy = this.selection === null ? null : this.signerOf(this.selection);
    return {
      head: this.head,
      isSelection: this.selects,
      signedBy,
      entries: this.links,
      lastSeq: chain.last.seq,
      sealedTo: chain.sealedTo,
      seals: this.index.count,
      removedTo: this.stub?.lastSeq ?? 0,
      breaks: this.breaks,
    };
  }

  private other(line: string): void {
    const end = readEndLine(line);
    if (end !== null && !this.ended) {
      this.ended = true;
      if (end.head !== sha256(this.headText)) {
        this.unreadable("it is not what was exported", "line 1");
      }
      if (end.entries !== this.links) {
        this.unreadable(`${end.entries} entries were exported, and ${this.links} are here`);
      }
    } else if (this.chain === null && line.startsWith('{"seal":')) {
      this.ownSeals.push(line);
    } else if (this.chain === null && line.startsWith('{"stub":')) {
      this.stubLine = { line, at: this.lineNumber };
    } else if (this.selects && this.selection === null && line.startsWith('{"selection":')) {
      this.selection = { line, at: this.lineNumber };
    } else {
      this.unreadable(`it is none of an export: ${JSON.stringify(line.slice(0, 60))}`);
    }
  }

  /** Whose word it is that these are the entries; null: nobody's that counts, which is told. */
  private signerOf({ line, at }: { line: string; at: number }): string | null {
    const signed = readSignedLine("selection", line);
    const { key, ...said } = signed?.says ?? { key: "" };
    const isSame = JSON.stringify(said) === JSON.stringify(this.sum.says(this.headText));
    const problem =
      signed === null
        ? "it cannot be read"
        : (this.keys.problemOf(signed) ??
          (isSame ? null : "the first line or the entries are not those that were selected"));
    if (problem === null) return key;
    this.onBreak({ kind: "selection", where: `line ${at}`, message: problem });
    return null;
  }

  private takeStub(line: string, at: number): void {
    const stub = readSignedLine("stub", line);
    const problem = stub === null ? "it cannot be read" : this.keys.problemOf(stub);
    if (stub !== null && problem === null && stub.says.log === this.head?.log) {
      this.stub = stub.says;
      return;
    }
    const message = problem ?? "it is of another record";
    this.onBreak({ kind: "stub", where: `line ${at}`, message });
  }

  /** The chain, once everything before the first entry is read. */
  private started(): ChainCheck {
    if (this.chain !== null) return this.chain;
    const seals = this.sealCheck(false);
    for (const line of this.ownSeals) seals.add(line);
    seals.end();
    if (this.head !== null) this.checkAge(this.head);
    // Behind the seals: they may bring the key that signed it.
    if (this.stubLine !== null) this.takeStub(this.stubLine.line, this.stubLine.at);
    const start =
      this.stub === null
        ? { seq: 0, digest: genesis(this.asked().log) }
        : { seq: this.stub.lastSeq, digest: this.stub.digest };
    this.chain = new ChainCheck(start, this.index, this.onBreak, !this.selects);
    return this.chain;
  }

  private asked(): Asked {
    const { head } = this;
    if (head === null) return { log: "", until: null };
    return { log: head.log, until: { number: head.seal, at: head.at } };
  }

  private sealCheck(isComplete: boolean): SealCheck {
    return new SealCheck(this.asked(), this.keys, this.index, isComplete, this.onBreak);
  }

  private checkAge(head: ExportHead): void {
    const { latestAt } = this.index;
    if (latestAt !== null && Date.parse(head.at) - Date.parse(latestAt) <= staleMs) return;
    const message =
      latestAt === null
        ? "there is no seal that counts: nothing confirms these entries"
        : `the newest is of ${latestAt} and the export of ${head.at}: later ones are missing, or sealing had stopped`;
    this.onBreak({ kind: "seal", where: "seals", message });
  }

  private unreadable(message: string, where = `line ${this.lineNumber}`): void {
    this.onBreak({ kind: "unreadable", where, message });
  }
}

/**
 * Checks an export without a database: every entry, their order, their links, and the seals.
 *
 * @param trusted the public keys that are trusted, from a source of one's own
 * @param places files that hold copies of the seals, each with its lines in the order in which they were written;
 *   without one nobody can tell whether the whole record was replaced or its end was cut
 * @param onBreak told of every break, as it is found
 */
export async function verifyExport(
  chunks: AsyncIterable<Buffer>,
  trusted: readonly KeyObject[],
  places: readonly AsyncIterable<Buffer>[],
  onBreak: OnBreak,
): Promise<Extent> {
  const check = new ExportCheck(trusted, onBreak);
  const lines = linesOf(chunks);
  const first = (await lines.next()).value ?? [];
  check.begin(first.shift() ?? Buffer.alloc(0));
  for (const place of places) await check.place(place);
  for (const line of first) check.line(line);
  for await (const more of lines) {
    for (const line of more) check.line(line);
  }
  return check.end();
}
