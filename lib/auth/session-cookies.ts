import type { CookieOption, CookiesOptions } from "next-auth";
import { env } from "@/lib/platform/env";

const isSecure = () => env().nextAuthUrl.startsWith("https:");

/**
 * Over https no other host, not even one of the same domain, can set a cookie of such a name
 * (https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie#cookie_prefixes).
 */
const nameOf = (what: string) => `${isSecure() ? "__Host-" : ""}next-auth.${what}`;

/** The name of the cookie that holds the session's id. */
export function sessionCookieName(): string {
  return nameOf("session-token");
}

function cookie(what: string, maxAge?: number): CookieOption {
  // In a page that frames the console every request is another site's. Partitioned: the cookie of one such page
  // is not that of another, and browsers that block third parties' cookies keep it.
  const framed = env().frameAncestors.length > 0;
  return {
    name: nameOf(what),
    options: {
      httpOnly: true,
      path: "/",
      secure: isSecure(),
      sameSite: framed ? "none" : "lax",
      ...(framed ? { partitioned: true } : {}),
      ...(maxAge === undefined ? {} : { maxAge }),
    },
  };
}

/** What a sign-in may take at the identity provider, in seconds. */
const signInSeconds = 15 * 60;

/** next-auth's cookies, all of them. */
export function authCookies(): CookiesOptions {
  return {
    sessionToken: cookie("session-token"),
    callbackUrl: cookie("callback-url"),
    csrfToken: cookie("csrf-token"),
    pkceCodeVerifier: cookie("pkce.code-verifier", signInSeconds),
    state: cookie("state", signInSeconds),
    nonce: cookie("nonce", signInSeconds),
  };
}
