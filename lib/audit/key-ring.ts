import type { KeyObject } from "node:crypto";
import { keyId, readPublicKey, readSignedLine, type SignedLine } from "./seal";

/** The public keys that somebody trusts, and those that these have named as their successors. */
export class KeyRing {
  private readonly keys = new Map<string, KeyObject>();

  constructor(trusted: readonly KeyObject[]) {
    for (const key of trusted) this.keys.set(keyId(key), key);
  }

  /** Trusts the key that a trusted one hands over to. @returns whether the handover holds */
  accept(line: string): boolean {
    const handover = readSignedLine("handover", line);
    const signer = handover && this.keys.get(handover.says.key);
    if (handover === null || signer === null || signer === undefined) return false;
    const next = readPublicKey(handover.says.next);
    if (next === null || !handover.isSignedBy(signer)) return false;
    this.keys.set(keyId(next), next);
    return true;
  }

  /** Why a signature does not count; null: it does. */
  problemOf(
    signed: SignedLine<"seal"> | SignedLine<"stub"> | SignedLine<"selection">,
  ): string | null {
    const { key } = signed.says;
    const signer = this.keys.get(key);
    if (signer === undefined) return `it is signed by the key ${key}, which is not trusted`;
    return signed.isSignedBy(signer) ? null : "its signature does not fit what it says";
  }
}
