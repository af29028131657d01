import { fileUrl } from "./files";
import type { Purge, PurgeDetail } from "./purges";

/** A purge, and where it is at hand what its proof rests on. */
type Answered = Purge & Partial<Pick<PurgeDetail, "comparisons">>;

/**
 * An answer that support can send to the customer. It names no tag, no tenant id and no vendor, and
 * says only what is proven: an accepted purge without a probe is not a refreshed page.
 * `when` is the time of the request in words.
 */
export function customerAnswer(purge: Answered, when: string): string {
  const what = whatInWords(purge);
  const asked = `On ${when} we asked our content network to refresh the stored copies of ${what}.`;
  const prepared = `On ${when} a refresh of the stored copies of ${what} was prepared`;
  switch (purge.status) {
    case "failed":
      return `On ${when} we tried to refresh the stored copies of ${what}. That did not succeed yet. We are working on it and will tell you when it is done.`;
    case "cancelled":
      return `${prepared} and then cancelled. Nothing was changed.`;
    case "awaiting_approval":
      return `${prepared}. It has to be approved before it is made, so nothing was changed yet. We will tell you when we have checked the result.`;
    case "scheduled":
    case "queued":
    case "sending":
      // Before the first attempt nobody has asked anybody anything.
      return purge.attemptCount === 0
        ? `${prepared}. It is made shortly; nothing was changed yet. We will tell you when we have checked the result.`
        : `${asked} The request is on its way. We will tell you when we have checked the result.`;
    case "accepted":
      return `${asked} ${provenPart(purge)}`;
  }
}

/** From how many data centres the proof speaks; without its evidence one is certain. */
function fromPlaces({ proof, comparisons = [] }: Answered): string {
  const proven = comparisons.find(({ id }) => id === proof?.comparisonId);
  const count = proven?.verdict.colos.length ?? 1;
  return count > 1 ? `from ${count} locations` : "from one location";
}

function provenPart(purge: Answered): string {
  switch (purge.proof?.code) {
    case "isolated":
    case "verified":
    case "wide":
      return `We then checked ${fromPlaces(purge)}: the page was loaded anew. Please reload it. If you still see old content, tell us the address of the page and the time.`;
    case "refilled":
      return `We then checked ${fromPlaces(purge)}: the stored copy is newer than the refresh. Please reload the page. If you still see old content, tell us the address of the page and the time.`;
    case "not_purged":
      return "The request was accepted, but when we checked, the page was still served from the old copy. We are looking into it and will tell you when it is solved.";
    case "not_cached":
      return "When we checked, the page turned out not to be stored in our content network, so a stored copy is not what you see. Please reload the page once without your browser's cache (Ctrl+Shift+R). We will keep looking if that does not help.";
    case "old_content":
      return "We then checked: the stored copy was replaced, but our application still delivered the earlier version at that moment. We are looking into it and will tell you when it is solved.";
    case "superseded":
      return "Before we could check it, the page changed again or was refreshed again. We will tell you when we have checked the newest version.";
    case "unchanged":
      return `We then checked ${fromPlaces(purge)}: the stored copy was replaced, and the new one has the same content as before. If you expect other content, tell us the address of the page and what it should show.`;
    case "too_broad":
    case "not_comparable":
    case "pending":
    case undefined:
      return "The request was accepted. We have not yet confirmed its effect.";
  }
}

function pathOf(url: string): string {
  if (!URL.canParse(url)) return url;
  const { pathname, search } = new URL(url);
  return `${pathname}${search}`;
}

function whatInWords(purge: Purge): string {
  // Variants of a page have one address: the customer knows no others.
  const urls = (purge.selector.files ?? []).map(fileUrl);
  const paths = [...new Set(urls.map(pathOf))];
  if (paths.length > 0) {
    const shown = paths.slice(0, 3).join(", ");
    return paths.length > 3 ? `${shown} and ${paths.length - 3} more pages` : shown;
  }
  return purge.tier === "tenant" ? "your account's pages" : "the pages concerned";
}
