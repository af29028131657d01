import type { PurgeMethod } from "@/lib/schemas/words";
import { type Colo, colos } from "./two-centres";

/** What happens to the pages of a scenario, and when, in milliseconds from its start. */
export type Event =
  | { kind: "visit"; at: number; colo: Colo; who: "affected" | "control"; variant: string | null }
  | { kind: "write"; at: number }
  | { kind: "shown"; at: number }
  | { kind: "down"; at: number; for: number }
  | { kind: "other_purge"; at: number; who: "affected" | "control" }
  | { kind: "clock"; at: number; colo: Colo; byMs: number };

/** Everything that a scenario is made of. */
export interface Scenario {
  seed: number;
  method: PurgeMethod;
  path: "/billing" | "/help";
  variants: (string | null)[];
  cacheControl: string;
  /** Which colos each round of probes reaches; a flapping route reaches the other one now and then. */
  from: Colo[];
  flapping: boolean;
  skewMs: Record<Colo, number>;
  spreadMs: Record<Colo, number>;
  apiMs: number;
  /** The edge accepts the purge and does not carry it out. */
  ignored: boolean;
  /** The control's pages carry a tag of the purge: it is broader than it should be. */
  broad: boolean;
  /** The purge is meant for other tenants as well. */
  wide: boolean;
  /** When the write is committed, from the purge; null: there is none. */
  writeMs: number | null;
  /** How long the edge gets the old content from the origin's replicas after a write. */
  lagMs: number;
  /** Whether the origin itself is asked as well: it knows of a write at once. */
  asksOrigin: boolean;
  /** The purge names the default copy by its URL, and leaves the other variants. */
  byUrl: boolean;
  /** From when the first probe is made to when the purge is sent. */
  leadMs: number;
  events: Event[];
  /** Clear evidence: whatever is true of the purge can be told by such probes. */
  sufficient: boolean;
}

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function numbersOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** When the purge is sent, in milliseconds from the start: visitors come before it for so long. */
export const purgeAt = 120_000;

function randomEvents(next: () => number, variants: (string | null)[]): Event[] {
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low));
  const colo = () => (next() < 0.6 ? "FRA" : "AMS");
  const events: Event[] = [];
  // Warm, mostly, for a while.
  for (const place of colos)
    for (const variant of variants)
      for (const who of ["affected", "control"] as const)
        if (next() < 0.9)
          events.push({ kind: "visit", at: between(0, 100_000), colo: place, who, variant });
  const busy = next() < 0.5 ? between(0, 12) : 0;
  for (let count = 0; count < busy; count += 1) {
    const variant = variants[between(0, variants.length)] ?? null;
    const who = next() < 0.6 ? "affected" : "control";
    const at = between(purgeAt - 20_000, purgeAt + 25_000);
    events.push({ kind: "visit", at, colo: colo(), who, variant });
  }
  if (next() < 0.06)
    events.push({
      kind: "down",
      at: between(purgeAt - 5_000, purgeAt + 8_000),
      for: between(500, 8_000),
    });
  if (next() < 0.06) {
    const who = next() < 0.5 ? "affected" : "control";
    events.push({ kind: "other_purge", at: between(purgeAt - 4_000, purgeAt + 10_000), who });
  }
  if (next() < 0.06) {
    const byMs = between(-2_000, 2_000);
    events.push({
      kind: "clock",
      at: between(purgeAt - 8_000, purgeAt + 6_000),
      colo: colo(),
      byMs,
    });
  }
  return events;
}

/** A scenario, the same for the same seed. */
export function randomScenario(seed: number): Scenario {
  const next = numbersOf(seed);
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low));
  const path = next() < 0.25 ? "/help" : "/billing";
  const variants = path === "/help" && next() < 0.6 ? [null, "de"] : [null];
  const from: Colo[] = next() < 0.3 ? ["FRA", "AMS"] : [next() < 0.8 ? "FRA" : "AMS"];
  const flapping = next() < 0.08;
  const swr = next() < 0.15 ? `, stale-while-revalidate=${between(5, 60)}` : "";
  const cacheControl =
    next() < 0.04
      ? "private"
      : `public, s-maxage=${next() < 0.05 ? between(20, 130) : 3_600}${swr}`;
  const skew = () => between(-2_000, 2_001);
  const slow = next() < 0.05;
  const spread = () => (slow ? between(2_000, 9_000) : between(0, 1_800));
  const spreadMs = { FRA: spread(), AMS: spread() };
  const ignored = next() < 0.1;
  const write = next();
  const writeMs = write < 0.75 ? -between(300, 60_000) : write < 0.85 ? between(100, 6_000) : null;
  const events = randomEvents(next, variants);
  const method = next() < 0.35 ? "invalidate" : "purge";
  const calm = events.every((event) => event.kind === "visit");
  const lasting = /s-maxage=3600/.test(cacheControl);
  const leadMs = next() < 0.05 ? between(0, 900) : between(3_200, 9_000);
  // In its stale window an invalidated copy is served once more, whenever the first visitor comes.
  const servedOnce = method === "invalidate" && swr !== "";
  const sufficient =
    calm &&
    !servedOnce &&
    lasting &&
    !slow &&
    !flapping &&
    leadMs > 3_000 &&
    writeMs !== null &&
    writeMs < 0;
  const skewMs = { FRA: skew(), AMS: skew() };
  const apiMs = between(40, 400);
  const broad = next() < 0.1;
  const asksOrigin = next() < 0.6;
  const lagMs = next() < 0.15 ? between(300, 9_000) : 0;
  const byUrl = variants.length > 1 && next() < 0.2;
  const wide = next() < 0.15;
  return {
    ...{ seed, path, variants, from, flapping, cacheControl, spreadMs, writeMs, leadMs },
    ...{ events, method, skewMs, apiMs, asksOrigin, lagMs, byUrl, wide },
    ignored: ignored && !byUrl,
    // Of what is meant for others the control is one, mostly.
    broad: (wide ? next() < 0.7 : broad) && !byUrl,
    sufficient: sufficient && lagMs === 0,
  };
}
