import type { PurgeDetail } from "@/lib/schemas/purges";

/** What to do about a failed purge, by how its last attempt ended. */
export function failureHelp(purge: PurgeDetail): string {
  if (purge.reported?.sentAgain === false)
    return "Retry sends it from here, with the console's own token.";
  const last = purge.attempts.at(-1);
  const status = last?.httpStatus ?? null;
  if (purge.result?.code === "no token" || status === 401 || status === 403)
    return "No purge will work until an admin has repaired the connection to Cloudflare. Then retry.";
  if (last?.errors.some(({ code }) => code === 1136) === true)
    return "Cloudflare takes no URLs for an environment that is chosen by the visitor's address, country, network or threat score. Purge a tag, prefix or host there instead.";
  if (status === 429)
    return "The account's allowance at Cloudflare was used up. Wait a minute or two, then retry.";
  if (last?.outcome === "permanent")
    return "A retry will be refused again unless something has changed at Cloudflare. Purge something else, or ask an engineer.";
  return "Cloudflare may have carried it out without saying so. Compare the page first; if it is still old, retry.";
}
