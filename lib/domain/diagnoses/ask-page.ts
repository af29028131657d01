import { setTimeout as pause } from "node:timers/promises";
import { askOrigin, readTags } from "@/lib/domain/probes/ask-origin";
import { type ProbeData, probePage } from "@/lib/domain/probes/probe-page";
import type { ProbeAnswer } from "@/lib/edge/probe/probe-request";
import { readDatabaseClock } from "@/lib/platform/database-clock";
import type { OriginAnswer } from "@/lib/schemas/comparisons";
import type { PageVariant } from "@/lib/schemas/page-setup";
import type { AskedPage } from "./find-page-set-up";
import type { EdgeAnswer, OriginAnswer as OriginEvidence } from "./stale-evidence";

/**
 * How long after its first answer the edge is asked again, in milliseconds: Age counts whole seconds, so two
 * answers more than a second apart narrow down when a copy was stored.
 */
const againMs = 1_200;

/** Where a redirect leads: edge and origin are asked by other schemes and ports, which does not make it another. */
function placeOf(redirectTo: string | null): string | null {
  if (redirectTo === null || !URL.canParse(redirectTo)) return redirectTo;
  const { hostname, pathname, search } = new URL(redirectTo);
  return hostname + pathname + search;
}

function toEdgeAnswer(startedAt: Date, answer: ProbeAnswer): EdgeAnswer {
  const { ttfbMs, httpStatus, cacheStatus, age, colo, fingerprint, etag, language, error } = answer;
  const redirectTo = placeOf(answer.redirectTo);
  return {
    startedAt,
    ttfbMs,
    httpStatus,
    cacheStatus,
    age,
    colo,
    fingerprint,
    etag,
    language,
    redirectTo,
    error,
  };
}

function readTime(text: string | null): Date | null {
  const at = Date.parse(text ?? "");
  return Number.isNaN(at) ? null : new Date(at);
}

/** One answer of the origin: what it is judged by, and what is kept of it. */
interface AskedOrigin {
  evidence: OriginEvidence;
  kept: OriginAnswer;
}

/** Whose times are compared with those of purges: the database's. */
type Clock = () => Date;

async function askItsOrigin(
  { page }: AskedPage,
  variant: PageVariant | null,
  clock: Clock,
): Promise<AskedOrigin | null> {
  const asked = await askOrigin(page, variant, clock);
  if (asked === null) return null;
  const { startedAt, answer, kept } = asked;
  const { httpStatus, fingerprint, etag, language, lastModified, cacheTag } = answer;
  return {
    kept,
    evidence: {
      ...{ startedAt, httpStatus, fingerprint, etag, language, error: kept.error },
      redirectTo: placeOf(answer.redirectTo),
      lastModified: readTime(lastModified),
      tags: readTags(cacheTag),
    },
  };
}

async function askEdge({ page }: AskedPage, variant: PageVariant | null, clock: Clock) {
  const startedAt = clock();
  const { data, answer } = await probePage(page, variant, { clock });
  return { data, evidence: toEdgeAnswer(startedAt, answer) };
}

/** What edge and origin answered for one copy of a page. */
export interface Seen {
  /** null: the default copy. */
  variant: PageVariant | null;
  edge: EdgeAnswer[];
  probes: ProbeData[];
  /** null: where the origin is is not known. */
  origin: OriginEvidence[] | null;
  originAnswers: OriginAnswer[];
}

/**
 * Asks the edge and the origin for one copy of a page: once when the edge gives a HIT of what the origin serves;
 * otherwise once more, so that a copy's age is known and a page that always changes is not taken for a stale one.
 */
export async function askPage(asked: AskedPage, variant: PageVariant | null): Promise<Seen> {
  const clock = await readDatabaseClock();
  const [edge, origin] = await Promise.all([
    askEdge(asked, variant, clock),
    askItsOrigin(asked, variant, clock),
  ]);
  const isClear =
    origin !== null &&
    edge.evidence.cacheStatus === "HIT" &&
    edge.evidence.fingerprint === origin.evidence.fingerprint &&
    edge.evidence.httpStatus === origin.evidence.httpStatus;
  const edges = [edge];
  const origins = [origin];
  if (!isClear) {
    await pause(againMs);
    // An origin that did not answer takes long to say so: it is not asked twice.
    const answers = origin?.evidence.error === null;
    const [edgeAgain, originAgain] = await Promise.all([
      askEdge(asked, variant, clock),
      answers ? askItsOrigin(asked, variant, clock) : null,
    ]);
    edges.push(edgeAgain);
    origins.push(originAgain);
  }
  const answers = origins.flatMap((one) => one ?? []);
  return {
    variant,
    edge: edges.map(({ evidence }) => evidence),
    probes: edges.map(({ data }) => data),
    origin: origin === null ? null : answers.map(({ evidence }) => evidence),
    originAnswers: answers.map(({ kept }) => kept),
  };
}
