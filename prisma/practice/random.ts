/** A repeatable source of chance: the same seed gives the same practice data (mulberry32). */
export function repeatableRandom(seed: number) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    /** 0 to 1. */
    next,
    /** A whole number from 0 to below the limit. */
    below,
    /** One of these. */
    pick: <T>(items: readonly [T, ...T[]]): T => items[below(items.length)] ?? items[0],
    bytes: (length: number) => Uint8Array.from({ length }, () => below(256)),
  };
}
export type RepeatableRandom = ReturnType<typeof repeatableRandom>;
