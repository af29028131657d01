import type { PurgeDetail } from "@/lib/schemas/purges";

/** What to do about a failed purge, by how its last attempt ended. */
export function failureHelp(purge: PurgeDetail): string {
  const last = purge.attempts.at(-1);
  const status = last?.httpStatus ?? null;
  if (purge.result?.code === "no token" || status === 401 || status === 403)
    return "No purge will work until an admin has repaired the connection to Cloudflare. Then purge again.";
  if (status === 429)
    return "The account's allowance at Cloudflare was used up. Wait a minute or two, then purge again.";
  if (last?.outcome === "permanent")
    return "Sending the same again will be refused again. Change what is purged, or ask an engineer to look at Cloudflare's words above.";
  return "Cloudflare may have carried it out without saying so. Compare the page first; if it is still old, purge again.";
}
