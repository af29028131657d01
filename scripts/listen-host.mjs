// Where the console listens, for npm start and for a container alike.

/**
 * Where anybody can sign in as anybody, nobody else may reach the console, unless LISTEN_HOST says so: in a
 * container, loopback is reached by nobody at all.
 */
export function listening(env) {
  const real = Boolean(env.CLOUDFLARE_API_TOKEN || env.CLOUDFLARE_API_BASE_URL || env.OIDC_ISSUER);
  const practiceSignIn = (env.PRACTICE_SIGN_IN || (real ? "off" : "on")) === "on";
  return { practiceSignIn, host: env.LISTEN_HOST || (practiceSignIn ? "127.0.0.1" : "0.0.0.0") };
}

/** The address at which a console that listens on `host` is reached from its own machine. */
export function ownAddress(host, port) {
  const reached = { "0.0.0.0": "127.0.0.1", "::": "::1" }[host] ?? host;
  return `http://${reached.includes(":") ? `[${reached}]` : reached}:${port}`;
}
