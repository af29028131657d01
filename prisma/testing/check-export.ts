import type { KeyObject } from "node:crypto";
import type { Break } from "@/lib/audit/chain-check";
import { verifyExport } from "@/lib/audit/verify-export";

/** In small pieces, so that lines lie across them. */
async function* inPieces(bytes: Buffer) {
  await Promise.resolve();
  for (let at = 0; at < bytes.length; at += 10_000) yield bytes.subarray(at, at + 10_000);
}

/** Holds an export and the seals of a place outside to the keys: the extent, and what was told. */
export async function checkExport(
  text: string | Buffer,
  keys: KeyObject[],
  seals: readonly string[],
) {
  const found: Break[] = [];
  const places = seals.length === 0 ? [] : [inPieces(Buffer.from(`${seals.join("\n")}\n`))];
  const extent = await verifyExport(inPieces(Buffer.from(text as string)), keys, places, (one) =>
    found.push(one),
  );
  return { extent, found, told: found.map(({ kind, where }) => `${kind} ${where}`) };
}
