import type { VariantCoverage } from "@/lib/schemas/comparisons";
import type { RiskTierId } from "@/lib/schemas/purge-policy";
import type { PurgeMethod } from "@/lib/schemas/words";

/** What one probe shows. Times are the database's, as the purge's are. */
export interface ProbeEvidence {
  startedAt: Date;
  httpStatus: number | null;
  cacheStatus: string | null;
  /** Seconds. */
  age: number | null;
  /** Milliseconds to the first byte: Age and Date were written somewhere in between. */
  ttfbMs: number | null;
  colo: string | null;
  /** Which of the page's variants; null: the one that a request without special headers gets. */
  variant: string | null;
  fingerprint: string | null;
  /** The edge's Date header, whole seconds. */
  edgeDate: Date | null;
  error: string | null;
}

export interface PurgeEvidence {
  method: PurgeMethod;
  /** When the first call that may have had an effect was sent, and when the accepting answer came. */
  sentAt: Date;
  acceptedAt: Date;
  /** The targets in words, for the reasons. */
  targets: string;
  /** Whether it names this page. null: it names tags, and the edge does not tell which a page carries. */
  covers: boolean | null;
  /** The tags that it names, in lower case; empty: it names none. */
  tags: readonly string[];
  /** What was confirmed: of some tiers other tenants' copies are meant as well. */
  tier: RiskTierId;
}

/** What the origin itself delivered of the page, asked without the edge. Errors and redirects are left out. */
export interface OriginEvidence {
  startedAt: Date;
  variant: string | null;
  fingerprint: string;
  /** Of its Cache-Tag, in lower case; empty: it sent none. */
  tags: readonly string[];
}

/** One of the copies that the edge keeps of the page, by its set-up. */
export interface VariantEvidence {
  /** null: the default one. */
  name: string | null;
  /** false: where the visitor is decides, and a probe cannot choose that. */
  canProbe: boolean;
  /** Whether what the purge names includes it; null: there is no purge. */
  coverage: VariantCoverage | null;
}

/** A committed write that the page's content should show. */
export interface WriteEvidence {
  committedAt: Date;
  /** The purge was sent for it before it was committed. */
  early: boolean;
}

/** What makes answers that come later another matter: a newer committed write, a newer purge of the page. */
export interface NewerEvidence {
  kind: "write" | "purge";
  at: Date;
}

interface SideEvidence {
  slug: string;
  probes: ProbeEvidence[];
}

/** Everything that a verdict is made of. */
export interface ComparisonEvidence {
  affected: SideEvidence;
  /** null: there is no control tenant, so nothing can be said of others. */
  control: SideEvidence | null;
  /** null: no purge yet, or Cloudflare has not accepted it. */
  purge: PurgeEvidence | null;
  /** Another purge reached the control tenant since its first probe, or may have. */
  controlReached: boolean;
  /** A lower tier then answers EXPIRED, not MISS, once its copy is purged. */
  tieredCache: boolean;
  write: WriteEvidence | null;
  newer: NewerEvidence | null;
  /** The origin's own answers, oldest first; empty: it was not asked, or did not answer. */
  origin: readonly OriginEvidence[];
  /** The copies of the page by its set-up, the default one first; empty: there is no other. */
  variants: readonly VariantEvidence[];
}

/** A purge spreads within this time; until then an old copy proves nothing. Milliseconds. */
export const spreadMs = 2_000;

export const byStart = (a: ProbeEvidence, b: ProbeEvidence): number =>
  a.startedAt.getTime() - b.startedAt.getTime();

/** When the answer's first byte was there, in epoch ms. */
export function answeredAt({
  startedAt,
  ttfbMs,
}: Pick<ProbeEvidence, "startedAt" | "ttfbMs">): number {
  return startedAt.getTime() + (ttfbMs ?? 0);
}

/** A probe in words, for the reasons. */
export function describe(slug: string, probe: ProbeEvidence): string {
  const age = probe.age === null ? "" : `, Age ${probe.age} s`;
  const colo = probe.colo === null ? "" : ` in ${probe.colo}`;
  const variant = probe.variant === null ? "" : ` (${probe.variant})`;
  return `${slug}${variant}: ${probe.cacheStatus ?? "no cache status"}${age}${colo} at ${probe.startedAt.toISOString().slice(11, 19)} UTC`;
}
