import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from "node:crypto";
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { keyId, signLine } from "@/lib/audit/seal";
import { now } from "@/lib/platform/clock";

/** What signs the record: the key of now, and the lines by which keys before have handed over to it. */
export interface Signer {
  id: string;
  key: KeyObject;
  publicPem: string;
  handovers: string[];
}

/** What the file `current` says. */
interface Current {
  key: string;
  handovers: string[];
}

const privateFile = (folder: string, id: string) => path.join(folder, `${id}.key.pem`);
const publicFile = (folder: string, id: string) => path.join(folder, `${id}.public.pem`);
const currentFile = (folder: string) => path.join(folder, "current");

/** Makes a key of its own in the folder: the private half for the console's user alone. */
function makeKey(folder: string) {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const id = keyId(publicKey);
  const publicPem = publicKey.export({ type: "spki", format: "pem" });
  const privatePem = privateKey.export({ type: "pkcs8", format: "pem" });
  writeFileSync(privateFile(folder, id), privatePem, { mode: 0o600, flag: "wx" });
  writeFileSync(publicFile(folder, id), publicPem, { mode: 0o644 });
  return { id, publicPem };
}

/**
 * The folder's first key. Consoles that start together in one folder have to agree: `current` appears with its
 * content, and the first one stays.
 */
function makeFirstKey(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { id } = makeKey(folder);
  const own = `${currentFile(folder)}.${id}`;
  const current: Current = { key: id, handovers: [] };
  writeFileSync(own, JSON.stringify(current), { mode: 0o600 });
  try {
    linkSync(own, currentFile(folder));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    rmSync(privateFile(folder, id));
    rmSync(publicFile(folder, id));
  } finally {
    rmSync(own);
  }
}

/**
 * The key that signs now; at the first call in an empty folder it is made. Read anew each time, since another
 * program may have rotated it.
 *
 * @throws Error of the file system when the folder cannot be read or written
 */
export function loadSigner(folder: string): Signer {
  if (!existsSync(currentFile(folder))) makeFirstKey(folder);
  const { key: id, handovers } = JSON.parse(readFileSync(currentFile(folder), "utf8")) as Current;
  const key = createPrivateKey(readFileSync(privateFile(folder, id), "utf8"));
  const publicPem = createPublicKey(key).export({ type: "spki", format: "pem" }) as string;
  return { id, key, publicPem, handovers };
}

/** The public halves of all keys that there were. */
export function readPublicKeys(folder: string): KeyObject[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".public.pem"))
    .sort()
    .map((name) => createPublicKey(readFileSync(path.join(folder, name), "utf8")));
}

/**
 * Makes a new key that the present one hands over to. The present one's private half is removed: from now on
 * nobody signs with it. A running console takes the new key at its next look.
 *
 * @returns the ids of both
 */
export function rotateKey(folder: string): { before: string; after: string } {
  const signer = loadSigner(folder);
  const { id, publicPem } = makeKey(folder);
  const handover = signLine(
    "handover",
    { v: 1, key: signer.id, next: publicPem as string, at: now().toISOString() },
    signer.key,
  );
  const current: Current = { key: id, handovers: [...signer.handovers, handover] };
  const next = `${currentFile(folder)}.next`;
  writeFileSync(next, JSON.stringify(current), { mode: 0o600 });
  renameSync(next, currentFile(folder));
  rmSync(privateFile(folder, signer.id));
  return { before: signer.id, after: id };
}
