import type { ZoneEnvironment } from "@/lib/schemas/tenants";
import type { ResolvedPurge } from "./resolve-purge";

/** What else to know before a purge is sent, in sentences. */
export function planNotes(
  { kind, targets }: ResolvedPurge,
  environment: ZoneEnvironment | null,
  environments: readonly ZoneEnvironment[],
): string[] {
  const notes: string[] = [];
  if (environment !== null) {
    notes.push(`Only copies of ${environment.name} are concerned: production's stay as they are.`);
    if (kind === "files") {
      notes.push(
        `Cloudflare refuses URLs (error 1136) when ${environment.name} is chosen by the visitor's address, country, network or threat score. Then take a tag, prefix or host.`,
      );
    }
  } else if (kind === "everything" && environments.length > 0) {
    const names = environments.map(({ name }) => name).join(", ");
    notes.push(`Everything of production is everything of all environments: ${names} too.`);
  }
  if (targets.some(({ value }) => kind === "files" && value.startsWith("{"))) {
    notes.push(
      "Only the copy whose cache key has exactly these headers is named. A header of the key that is missing here counts as empty, and then nothing is purged, without an error.",
    );
  }
  return notes;
}
