import { createHash } from "node:crypto";
import { db } from "@/lib/platform/database";

interface Bucket {
  /** So many sign-ins may fail at once, and one more after so many seconds each. */
  size: number;
  secondsEach: number;
}

/** Behind one address there may be a whole office; an account is one person's. */
const buckets = {
  account: { size: 10, secondsEach: 60 },
  address: { size: 60, secondsEach: 10 },
} as const satisfies Record<string, Bucket>;

/** Whoever tries to sign in: by the address and, where one is named, by the account, whether there is one or not. */
export interface Trying {
  account: string | null;
  address: string | null;
}

/** Kept are digests: what somebody typed may be a password. */
function keysOf(trying: Trying) {
  return (["account", "address"] as const).flatMap((kind) => {
    const what = trying[kind];
    if (what === null) return [];
    const text = `${kind}:${what.trim().toLowerCase()}`;
    const key = createHash("sha256").update(text, "utf8").digest("base64url");
    return [{ key, ...buckets[kind] }];
  });
}

/** Buckets that nobody has drawn on for a day are full again: they need not be kept. */
async function forgetFull(): Promise<void> {
  await db().$executeRaw`
    DELETE FROM sign_in_allowance WHERE key IN (
      SELECT key FROM sign_in_allowance WHERE refilled_at < clock_timestamp() - interval '1 day'
      LIMIT 100 FOR UPDATE SKIP LOCKED)`;
}

/** Takes one from a bucket, on the database's clock. Answers the seconds until there is one, 0: taken. */
async function takeOne({ key, size, secondsEach }: Bucket & { key: string }): Promise<number> {
  const [row] = await db().$queryRaw<{ wait: number }[]>`
    INSERT INTO sign_in_allowance AS a (key, "left", refilled_at)
    VALUES (${key}, ${size - 1}, clock_timestamp())
    ON CONFLICT (key) DO UPDATE SET
      "left" = greatest(-1, least(${size}::float, a."left"
        + greatest(0, extract(epoch FROM clock_timestamp() - a.refilled_at)) / ${secondsEach}) - 1),
      refilled_at = clock_timestamp()
    RETURNING CASE WHEN a."left" >= 0 THEN 0 ELSE -a."left" * ${secondsEach} END::float AS wait`;
  return row?.wait ?? 0;
}

/**
 * Takes a sign-in from the allowances of the account and the address. It is given back when it succeeds, so they
 * count what fails, in all processes together.
 *
 * @returns after how many milliseconds it is worth trying again; 0: go on
 */
export async function takeSignIn(trying: Trying): Promise<number> {
  await forgetFull();
  let wait = 0;
  for (const bucket of keysOf(trying)) wait = Math.max(wait, await takeOne(bucket));
  return Math.ceil(wait * 1000);
}

/** Gives back what a sign-in that succeeded had taken. */
export async function giveBackSignIn(trying: Trying): Promise<void> {
  for (const { key, size } of keysOf(trying)) {
    await db().$executeRaw`
      UPDATE sign_in_allowance SET "left" = least(${size}::float, "left" + 1) WHERE key = ${key}`;
  }
}
