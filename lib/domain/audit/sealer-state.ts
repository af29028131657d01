import type { Seal } from "@/lib/audit/seal";
import { now } from "@/lib/platform/clock";
import type { SealPlace } from "./seal-places";

/** How it stands with a place, as this process sees it. */
export interface PlaceState {
  place: SealPlace;
  /** The newest seal that it holds; null: none, or it was not asked yet. */
  holds: Seal | null;
  /** Why it did not take the last seals; null: it did, or nothing was tried yet. */
  error: string | null;
  /** When it last held all seals that there were; the start, as long as it never did. */
  completeAt: Date;
}

// On globalThis: Next loads modules more than once, and the start-up is not in the routes' bundle.
const shared = globalThis as typeof globalThis & { purgeConsoleSealPlaces?: PlaceState[] };

/** A place that nothing is known of yet. */
export function watchPlace(place: SealPlace): PlaceState {
  return { place, holds: null, error: null, completeAt: now() };
}

/** Has the screens and the metrics see how it stands with these places. */
export function rememberPlaces(places: PlaceState[]): void {
  shared.purgeConsoleSealPlaces = places;
}

/** The places of this process's sealer; none before the start. */
export function sealPlaces(): readonly PlaceState[] {
  return shared.purgeConsoleSealPlaces ?? [];
}
