import { env } from "./env";

/** Shorter ones would be found in ordinary words. */
const shortestSecret = 8;

function secrets(): string[] {
  const { cloudflare, nextAuthSecret, metricsToken, oidc } = env();
  const { token, auditToken } = cloudflare;
  return [token, auditToken, nextAuthSecret, metricsToken, oidc?.clientSecret ?? null].filter(
    (secret): secret is string => secret !== null && secret.length >= shortestSecret,
  );
}

/** As it is, in an address, and in JSON. */
const spellings = (secret: string) => [
  secret,
  encodeURIComponent(secret),
  JSON.stringify(secret).slice(1, -1),
];

/**
 * Takes the console's secrets out of a text that came from elsewhere or goes to the log: its token and keys,
 * and what stands before the @ of an address.
 */
export function withoutSecrets(text: string): string {
  return secrets()
    .flatMap(spellings)
    .reduce((hidden, secret) => hidden.replaceAll(secret, "[secret]"), text)
    .replace(/:\/\/[^/@\s"]+@/g, "://[secret]@");
}
