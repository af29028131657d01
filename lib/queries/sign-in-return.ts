const leftKey = "left-to-sign-in";

/** An address of this console, in full; any other address, and the way in itself, becomes the overview. */
export function ownAddress(callbackUrl: string): string {
  const home = window.location.origin;
  try {
    const url = new URL(callbackUrl, home);
    const loop = url.pathname === "/sign-in" || url.pathname.startsWith("/api/");
    return url.origin === home && !loop ? url.href : home;
  } catch {
    return home;
  }
}

/**
 * Remembers in this tab that it leaves to sign in: whoever comes back finds what they had filled in.
 *
 * @param backTo the address that they come back to, in full
 */
export function noteWayToSignIn(backTo: string): void {
  try {
    sessionStorage.setItem(leftKey, backTo);
  } catch {
    // Without storage there is nothing filled in to be found either.
  }
}

/** Whether this page was come to by signing in, here or at the identity provider. */
export function cameFromSignIn(): boolean {
  if (document.referrer.startsWith(`${window.location.origin}/sign-in`)) return true;
  try {
    return sessionStorage.getItem(leftKey) === window.location.href;
  } catch {
    return false;
  }
}

/** Whoever came back has found what they had filled in. */
export function forgetWayToSignIn(): void {
  try {
    sessionStorage.removeItem(leftKey);
  } catch {
    // There is none.
  }
}
