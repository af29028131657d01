import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { genesis, linkLine, linkText, sha256 } from "@/lib/audit/digests";
import { type EntryRow, entryText } from "@/lib/audit/entry-text";
import { endLine, type ExportHead, headLine } from "@/lib/audit/export-lines";
import { keyId, type Seal, signLine } from "@/lib/audit/seal";
import { SelectionSum } from "@/lib/audit/selection-sum";

const start = Date.parse("2026-11-29T12:00:00.000Z");
const timeOf = (seconds: number) => new Date(start + seconds * 1_000).toISOString();
const id = (n: number) => `019b0000-0000-7000-8000-${String(n).padStart(12, "0")}`;
const logId = id(0);

export function makeEntry(n: number, over: Partial<EntryRow> = {}): EntryRow {
  return {
    ...{ id: id(n), at: new Date(start + n * 1_000), actorKind: "person", actorId: id(999) },
    ...{ actorName: "support@example.com", actorRole: "support", action: "purge.request" },
    ...{ outcome: "done", subjectKind: "purge", subjectId: id(n), tenantId: "42" },
    ...{
      summary: `Asked to purge invoice:${n}`,
      details: '{"b":1,"a":2}',
      before: null,
      after: null,
    },
    ...{ reason: "the customer sees the old invoice", ticket: `ZD-${n}`, requestId: id(n) },
    ...{ address: "192.0.2.7" },
    ...over,
  };
}

export function makeKey() {
  const pair = generateKeyPairSync("ed25519");
  return { ...pair, id: keyId(pair.publicKey) };
}

/** What is exported in place of what there is. */
interface Over {
  lines?: string[];
  seals?: string[];
  stub?: string;
  /** How many entries the last line counts. */
  count?: number;
  /** What the first line says that it was narrowed to. */
  filter?: unknown;
  /** Whether it signs, as a console does, which entries a selection has. */
  signs?: boolean;
}

/** A record as somebody may have it who can write anything: entries, links, seals, and what an export of it says. */
export class MadeRecord {
  /** Lines of entries, as they stand in an export. */
  lines: string[] = [];
  seals: string[] = [];
  private prev = genesis(logId);
  private seq = 0;

  constructor(private key: { privateKey: KeyObject; id: string } = makeKey()) {}

  add(entry: EntryRow): void {
    this.seq += 1;
    const text = linkText(this.seq, this.prev, entryText(entry));
    this.prev = sha256(text);
    this.lines.push(linkLine(this.prev, text));
  }

  seal(handovers: string[] = []): void {
    const number = this.seals.length + 1;
    const seal: Seal = {
      ...{
        v: 1,
        log: logId,
        number,
        before: this.seals.at(-1) ? sha256(this.seals.at(-1) ?? "") : "",
      },
      ...{
        seq: this.seq,
        digest: this.prev,
        at: timeOf(this.seq + 1),
        key: this.key.id,
        handovers,
      },
    };
    this.seals.push(signLine("seal", seal, this.key.privateKey));
  }

  useKey(key: { privateKey: KeyObject; id: string }): void {
    this.key = key;
  }

  /** What the console would export of it now. */
  export(over: Over = {}): string {
    return [...this.exportParts(over)].join("");
  }

  *exportParts(over: Over = {}): Generator<string> {
    const lines = over.lines ?? this.lines;
    const head = headLine({
      ...{ v: 1, log: logId, at: timeOf(this.seq + 60), through: this.seq },
      ...{ seal: this.seals.length, filter: (over.filter ?? null) as ExportHead["filter"] },
    });
    const newest = over.seals ?? this.seals.slice(-1);
    const stub = over.stub === undefined ? [] : [over.stub];
    for (const line of [head, ...stub, ...newest]) yield `${line}\n`;
    for (const line of lines) yield `${line}\n`;
    if (over.signs === true) yield `${this.selection(head, lines)}\n`;
    yield `${endLine(over.count ?? lines.length, head)}\n`;
  }

  /** What a console signs of a selection. */
  selection(head: string, lines: readonly string[]): string {
    const sum = new SelectionSum();
    for (const line of lines) {
      const { seq, digest } = JSON.parse(line) as { seq: number; digest: string };
      sum.add(seq, digest);
    }
    return signLine("selection", { ...sum.says(head), key: this.key.id }, this.key.privateKey);
  }

  stub(lastSeq: number, digest: string): string {
    const at = timeOf(lastSeq);
    return signLine(
      "stub",
      { v: 1, log: logId, lastSeq, digest, lastAt: at, at, key: this.key.id },
      this.key.privateKey,
    );
  }

  get digest(): string {
    return this.prev;
  }
}

/** A record of `count` entries with a seal every `every`. */
export function makeRecord(count: number, every: number, key = makeKey()) {
  const record = new MadeRecord(key);
  for (let n = 1; n <= count; n += 1) {
    record.add(makeEntry(n));
    if (n % every === 0) record.seal();
  }
  return { record, key };
}
