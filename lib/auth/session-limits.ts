/** How long a sign-in lasts at most, in milliseconds. Nothing extends it. */
export const sessionLifetimeMs = 12 * 60 * 60 * 1000;

/** A session ends when nobody has done anything with it for so long, in milliseconds. */
export const sessionIdleMs = 30 * 60 * 1000;

/** That somebody is there is noted again after so long, in milliseconds: not with every request. */
export const noteUseAfterMs = 60 * 1000;
