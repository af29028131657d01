import { createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { sha256 } from "./digests";

/** What a seal says: that at this time the record ended here. */
export interface Seal {
  v: 1;
  /** The record's id. */
  log: string;
  /** 1, 2, 3 …: one that is missing among others is noticed. */
  number: number;
  /** SHA-256 of the line of the seal before; of the first: empty. */
  before: string;
  /** The newest entry's place and digest; place 0: there was none. */
  seq: number;
  digest: string;
  /** When it was made, ISO 8601, UTC. */
  at: string;
  /** The id of the key that signed it. */
  key: string;
  /** With a key's first seal: the lines by which each key before has named its successor, the oldest first. */
  handovers: string[];
}

/** A key's word that another follows it. */
export interface Handover {
  v: 1;
  key: string;
  /** The key that follows: its public half, PEM. */
  next: string;
  at: string;
}

/** What retention removed: the entries up to this place, whose newest had this digest. */
export interface Stub {
  v: 1;
  log: string;
  lastSeq: number;
  digest: string;
  /** The newest removed entry's time, and when it was removed, ISO 8601. */
  lastAt: string;
  at: string;
  key: string;
}

/** What a console says of a selection that it exported: which entries it chose by the first line's filter. */
export interface Selection {
  v: 1;
  /** SHA-256 of the first line, which has the record, the filter and the time. */
  head: string;
  /** How many there are, and the places of the first and the last; 0: there is none. */
  entries: number;
  first: number;
  last: number;
  /** SHA-256 of their digests, one a line, in their order. */
  digest: string;
  key: string;
}

interface Signed {
  seal: Seal;
  handover: Handover;
  stub: Stub;
  selection: Selection;
}

/** The id of a key: the beginning of its public half's SHA-256. */
export function keyId(publicKey: KeyObject): string {
  return sha256(publicKey.export({ type: "spki", format: "der" })).slice(0, 16);
}

/** A public key from its PEM; null when it is none for Ed25519. */
export function readPublicKey(pem: string): KeyObject | null {
  try {
    const key = createPublicKey(pem);
    return key.asymmetricKeyType === "ed25519" ? key : null;
  } catch {
    return null;
  }
}

/** A signed line of a kind: what it says, and Ed25519's signature of exactly these bytes, in hex. */
export function signLine<K extends keyof Signed>(kind: K, says: Signed[K], key: KeyObject): string {
  const text = JSON.stringify(says);
  return `{"${kind}":${text},"signature":"${sign(null, Buffer.from(text), key).toString("hex")}"}`;
}

export interface SignedLine<K extends keyof Signed> {
  says: Signed[K];
  line: string;
  isSignedBy: (key: KeyObject) => boolean;
}

/** What each kind says, in its order. */
const fields = {
  seal: "v,log,number,before,seq,digest,at,key,handovers",
  handover: "v,key,next,at",
  stub: "v,log,lastSeq,digest,lastAt,at,key",
  selection: "v,head,entries,first,last,digest,key",
} as const;

function isOfKind(kind: keyof Signed, says: object): boolean {
  const isWhole = Object.keys(says).join() === fields[kind];
  return isWhole && (kind !== "seal" || Array.isArray((says as Seal).handovers));
}

/** A signed line as it came; null when it is none of this kind. Whoever reads it still has to check the signature. */
export function readSignedLine<K extends keyof Signed>(
  kind: K,
  line: string,
): SignedLine<K> | null {
  const start = `{"${kind}":`;
  const match = /^(\{.*\}),"signature":"([0-9a-f]{128})"\}$/.exec(line.slice(start.length));
  const [, text, signature] = match ?? [];
  if (!line.startsWith(start) || text === undefined || signature === undefined) return null;
  let says: Signed[K];
  try {
    says = JSON.parse(text) as Signed[K];
  } catch {
    return null;
  }
  if (!isOfKind(kind, says)) return null;
  const isSignedBy = (key: KeyObject) =>
    verify(null, Buffer.from(text), key, Buffer.from(signature, "hex"));
  return { says, line, isSignedBy };
}
