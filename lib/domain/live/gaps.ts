/**
 * Ids that were taken from the sequence and are not to be seen yet: their transaction has not ended, or was
 * rolled back. Ids become visible in the order of the commits, not in their own.
 */
export interface Gap {
  lo: number;
  hi: number;
  /** A transaction id that was given out after all those that could hold these ids. */
  before: bigint;
}

/** Above so many, neighbours are put together: what lies between them is told twice, which does no harm. */
const mostGaps = 500;

/** The ids between those that were seen, from `high` on; `ids` in their order. */
export function findGaps(high: number, ids: readonly number[], before: bigint): Gap[] {
  const gaps: Gap[] = [];
  let last = high;
  for (const id of ids) {
    if (id > last + 1) gaps.push({ lo: last + 1, hi: id - 1, before });
    last = id;
  }
  return gaps;
}

/** What is left of a gap when some of its ids have been seen; `ids` in their order. */
function narrow(gap: Gap, ids: readonly number[]): Gap[] {
  const inside = ids.filter((id) => id >= gap.lo && id <= gap.hi);
  return findGaps(gap.lo - 1, [...inside, gap.hi + 1], gap.before);
}

/**
 * The gaps that are still open after a look.
 *
 * @param seen the ids that the look found in them, in their order
 * @param oldest the oldest transaction that was under way at the look; null: not all ids were looked for
 */
export function keepOpen(gaps: readonly Gap[], seen: readonly number[], oldest: bigint | null) {
  // Whoever could still fill such a gap had ended when it was looked at: it stays empty for ever.
  const open = gaps.filter(({ before }) => oldest === null || before > oldest);
  return joinNeighbours(open.flatMap((gap) => narrow(gap, seen)));
}

function joinNeighbours(gaps: Gap[]): Gap[] {
  let all = gaps;
  while (all.length > mostGaps) {
    all = all.flatMap((gap, at) => {
      if (at % 2 === 1) return [];
      const next = all[at + 1] ?? gap;
      const before = gap.before > next.before ? gap.before : next.before;
      return [{ lo: gap.lo, hi: next.hi, before }];
    });
  }
  return all;
}
