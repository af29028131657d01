import { type JudgedPurge, purgesOf } from "@/lib/domain/writes/judge-writes";
import { coverageOf, isExpected, type TaggedPage } from "./purge-coverage";
import {
  type OriginAnswer,
  type PastPurge,
  type PastWrite,
  type StaleEvidence,
  toleranceMs,
} from "./stale-evidence";

/** When the page's content last changed, and who says so. */
export interface Change {
  at: Date;
  /** null: the origin's Last-Modified says it. */
  write: PastWrite | null;
}

/** Statuses that say what the page is; others may be meant for whoever asks without the edge. */
const tells = (status: number) =>
  (status >= 200 && status < 300) || status === 404 || status === 410;

/**
 * The newest answer of the origin that says what the page is; null: there is none. A redirect or a refusal counts
 * only where visitors get the same: an origin may send away whoever does not come through the edge.
 */
export function usableOrigin({
  origin,
  edge,
}: Pick<StaleEvidence, "origin" | "edge">): OriginAnswer | null {
  const seen = edge.at(-1)?.httpStatus;
  const usable = origin?.filter(
    ({ error, httpStatus }) =>
      error === null &&
      httpStatus !== null &&
      httpStatus < 500 &&
      (tells(httpStatus) || httpStatus === seen),
  );
  return usable?.at(-1) ?? null;
}

/** The page with the tags that its origin sends. */
export function taggedPage(evidence: StaleEvidence): TaggedPage {
  const { page, tenant, plan } = evidence;
  return { ...page, tenant, plan, tags: usableOrigin(evidence)?.tags ?? null };
}

function touches(write: PastWrite, page: TaggedPage, purges: readonly PastPurge[]): boolean {
  const pathname = page.path.split("?")[0] ?? page.path;
  if (write.paths.includes(pathname)) return true;
  if (write.tags.some((tag) => page.tags?.includes(tag) === true || isExpected(tag, page))) {
    return true;
  }
  if (write.tags.length + write.paths.length > 0) return false;
  // It says nothing but its trace: what its purges name is what it touched.
  return purges.some(
    (purge) => purge.traceId === write.traceId && coverageOf(purge, page, false) !== "no",
  );
}

/**
 * When the origin says that the content last changed; null: it does not, or says another time for the same content
 * whenever it is asked, as servers do that write the time of the answer there.
 */
function modifiedAt(evidence: StaleEvidence): Date | null {
  const newest = usableOrigin(evidence);
  if (newest === null) return null;
  const said = (evidence.origin ?? [])
    .filter(({ error, fingerprint }) => error === null && fingerprint === newest.fingerprint)
    .map(({ lastModified }) => lastModified?.getTime());
  return new Set(said).size === 1 ? newest.lastModified : null;
}

/**
 * The newest change of the page that is on record: a committed write that touched it, or what the origin says,
 * where that is later.
 */
export function findChange(evidence: StaleEvidence): Change | null {
  const page = taggedPage(evidence);
  const [write] = evidence.writes
    .filter(({ phase }) => phase === "committed")
    .filter((one) => touches(one, page, evidence.purges))
    .sort((a, b) => b.at.getTime() - a.at.getTime());
  const modified = modifiedAt(evidence);
  // Last-Modified counts whole seconds and may be of the same write.
  const isLater =
    modified !== null &&
    (write === undefined || modified.getTime() > write.at.getTime() + toleranceMs);
  if (isLater) return { at: modified, write: null };
  return write === undefined ? null : { at: write.at, write };
}

/** Ids of the purges that belong to a change's write: by its trace, or by what it touched. */
export function purgesOfChange(change: Change | null, purges: readonly PastPurge[]): Set<string> {
  if (change?.write == null) return new Set();
  const joined: JudgedPurge[] = purgesOf(change.write, purges);
  return new Set(joined.map(({ id }) => id));
}
