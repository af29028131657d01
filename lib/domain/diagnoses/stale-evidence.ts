import type { JudgedPurge, JudgedWrite } from "@/lib/domain/writes/judge-writes";
import type { PlannedTag, TagOwner } from "@/lib/domain/purges/tag-plan";
import type { Confidence, PurgeMethod, SelectorKind, StaleCause } from "@/lib/schemas/words";

/** The page that is asked about, as a visitor without cookies asks for it. */
export interface StalePage {
  host: string;
  /** Path and query. */
  path: string;
  /** What the probes sent that may be part of a cache key, by names in lower case. */
  sent: Readonly<Record<string, string>>;
  /** Names of the headers that the edge keeps copies of it by, as far as its set-up says. */
  keyedBy: readonly string[];
}

/** One answer of the edge, in the order in which they came. */
export interface EdgeAnswer {
  startedAt: Date;
  /** Milliseconds to the first byte. */
  ttfbMs: number | null;
  httpStatus: number | null;
  cacheStatus: string | null;
  /** Seconds. */
  age: number | null;
  colo: string | null;
  fingerprint: string | null;
  etag: string | null;
  /** Of a redirect: where it leads. */
  redirectTo: string | null;
  /** In lower case. */
  language: string | null;
  error: string | null;
}

/** One answer of the origin, asked without the edge. */
export interface OriginAnswer {
  startedAt: Date;
  httpStatus: number | null;
  fingerprint: string | null;
  etag: string | null;
  redirectTo: string | null;
  language: string | null;
  lastModified: Date | null;
  /** The tags of its Cache-Tag, in lower case; empty: it sent none. */
  tags: readonly string[];
  error: string | null;
}

/** A purge on record that may concern the page. */
export interface PastPurge extends JudgedPurge {
  method: PurgeMethod;
  kind: SelectorKind;
  actorName: string;
  /** When the first call that may have had an effect began, and when the accepting answer came. */
  sentAt: Date | null;
  acceptedAt: Date | null;
  /** What Cloudflare said, in a sentence. */
  result: string | null;
}

/** A write on record, as a service told of it. */
export interface PastWrite extends JudgedWrite {
  service: string;
  summary: string | null;
}

/** Everything that a cause is named from. */
export interface StaleEvidence {
  now: Date;
  tenant: TagOwner;
  plan: PlannedTag[];
  page: StalePage;
  edge: readonly EdgeAnswer[];
  /** null: the zone's set-up does not say where the origin is. */
  origin: readonly OriginAnswer[] | null;
  /** Of production, newest first. */
  purges: readonly PastPurge[];
  writes: readonly PastWrite[];
}

/** The one cause, with what it rests on. */
export interface Judgement {
  cause: StaleCause;
  confidence: Confidence;
  /** One sentence. */
  summary: string;
  /** What was seen, a sentence each. */
  evidence: string[];
  /** What would have to be known to say more. */
  missing: string[];
  /** What to do now. */
  nextStep: string;
  /** The purge and the write that the cause is about. */
  purgeId: string | null;
  writeId: string | null;
}

/** Clocks of two machines may differ by so much: less than this is no order. Milliseconds. */
export const toleranceMs = 2_000;
