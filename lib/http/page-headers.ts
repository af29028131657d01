interface Where {
  /** The console's own address. */
  nextAuthUrl: string;
  frameAncestors: readonly string[];
  /** `next dev`: React's messages need eval, and reloading a socket. */
  development: boolean;
}

/** The origins that may frame the console, for the policy. */
const framing = (frameAncestors: readonly string[]) =>
  frameAncestors.length === 0 ? "'none'" : frameAncestors.join(" ");

/**
 * The Content-Security-Policy of one page. Scripts run that bear its nonce, and what these load; nothing else.
 * Attributes of style are let through: charts set their bars' sizes by them, and no script can hide in one.
 *
 * @param nonce random, of this answer alone
 */
export function contentSecurityPolicy(nonce: string, where: Where): string {
  const { nextAuthUrl, frameAncestors, development } = where;
  const directives: Record<string, string> = {
    "default-src": "'none'",
    "script-src": `'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    "style-src-elem": development ? "'self' 'unsafe-inline'" : `'self' 'nonce-${nonce}'`,
    "style-src-attr": "'unsafe-inline'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": development ? "'self' ws:" : "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "frame-ancestors": framing(frameAncestors),
    // Not report-to, which not every browser knows.
    "report-uri": "/api/v1/csp-reports",
  };
  const policy = Object.entries(directives).map(([name, sources]) => `${name} ${sources}`);
  if (nextAuthUrl.startsWith("https:")) policy.push("upgrade-insecure-requests");
  return policy.join("; ");
}

/** The headers of every page beside its policy. */
export function pageHeaders({ nextAuthUrl, frameAncestors }: Where): Record<string, string> {
  return {
    // For browsers that know no frame-ancestors; it cannot name origins.
    ...(frameAncestors.length === 0 ? { "X-Frame-Options": "DENY" } : {}),
    // Browsers heed both over https alone, and complain of the second elsewhere.
    ...(nextAuthUrl.startsWith("https:")
      ? {
          "Strict-Transport-Security": "max-age=31536000",
          "Cross-Origin-Opener-Policy": "same-origin",
        }
      : {}),
  };
}
