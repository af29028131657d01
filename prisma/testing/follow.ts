import { expect, vi } from "vitest";
import { makeFollower } from "@/lib/domain/live/follow-changes";
import type { Change } from "@/lib/domain/live/read-changes";
import { openDatabaseOf } from "@/lib/platform/database";

/** Follows the record of changes of the test's database, and keeps what it is told. */
export async function follow() {
  const follower = makeFollower(openDatabaseOf());
  const seen: Change[] = [];
  const leave = await follower.subscribe((changes) => seen.push(...changes));
  /** Waits until each of these purges was told of. */
  const sees = (ids: string[]) =>
    vi.waitFor(
      () => {
        expect(seen.map(({ purgeId }) => purgeId)).toEqual(expect.arrayContaining(ids));
      },
      { timeout: 10_000 },
    );
  return { follower, seen, sees, leave };
}
