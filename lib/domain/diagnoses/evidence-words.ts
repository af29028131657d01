import { readFileTarget } from "@/lib/edge/file-target";
import { fileText } from "@/lib/schemas/files";
import type { Change } from "./find-change";
import type { EdgeAnswer, OriginAnswer, PastPurge } from "./stale-evidence";
import type { Stored } from "./when-stored";

/** "2026-03-01 12:00:00 UTC" */
function timeText(at: Date): string {
  return `${at.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** "4 s", "3 min", "5 h", "2 days". */
export function spanText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}

const content = (fingerprint: string | null) =>
  fingerprint === null ? "" : `, content ${fingerprint.slice(0, 8)}`;

/** "Edge: HIT, Age 812 s, HTTP 200, content 3f9ad21c, from FRA at …". */
export function edgeText(answer: EdgeAnswer): string {
  const at = `at ${timeText(answer.startedAt)}`;
  if (answer.error !== null) return `Edge: no answer ${at}. ${answer.error}`;
  const age = answer.age === null ? "" : `, Age ${answer.age} s`;
  const colo = answer.colo === null ? "" : ` from ${answer.colo}`;
  const status = answer.cacheStatus ?? "no CF-Cache-Status";
  return `Edge: ${status}${age}, HTTP ${answer.httpStatus ?? "?"}${content(answer.fingerprint)},${colo} ${at}.`;
}

const mostTags = 8;

function tagsText(tags: readonly string[]): string {
  if (tags.length === 0) return "no Cache-Tag";
  const more = tags.length > mostTags ? ` and ${tags.length - mostTags} more` : "";
  return `Cache-Tag ${tags.slice(0, mostTags).join(", ")}${more}`;
}

/** "Origin: HTTP 200, content 77ab01de, Cache-Tag tenant:42, invoice:9182, at …". */
export function originText(answer: OriginAnswer): string {
  const at = `at ${timeText(answer.startedAt)}`;
  if (answer.error !== null) return `Origin: no answer ${at}. ${answer.error}`;
  return `Origin: HTTP ${answer.httpStatus ?? "?"}${content(answer.fingerprint)}, ${tagsText(answer.tags)}, ${at}.`;
}

/** When the edge stored its copy. */
export function storedText({ earliest, latest }: Stored): string {
  const [from, to] = [timeText(earliest), timeText(latest)];
  return from === to
    ? `By its Age the copy was stored at ${from}.`
    : `By its Age the copy was stored between ${from} and ${to}.`;
}

/** Who says when the content changed. */
export function changeText({ at, write }: Change): string {
  if (write === null)
    return `The origin says that the content changed at ${timeText(at)} (Last-Modified).`;
  const what = write.summary === null ? "" : `: “${write.summary}”`;
  return `${write.service} told of a write that was committed at ${timeText(at)}${what}.`;
}

const mostTargets = 4;

/** What a purge named: "invoice:9182 and 3 more". */
function targetsText({ kind, targets }: Pick<PastPurge, "kind" | "targets">): string {
  if (kind === "everything") return "everything in the zone";
  const values = kind === "files" ? targets.map((one) => fileText(readFileTarget(one))) : targets;
  const more = values.length > mostTargets ? ` and ${values.length - mostTargets} more` : "";
  return values.slice(0, mostTargets).join(", ") + more;
}

/** "The purge of invoice:9182 by billing, sent at … and accepted at …." */
export function purgeText(purge: PastPurge): string {
  const asked = `The ${purge.method === "purge" ? "purge" : "invalidation"} of ${targetsText(purge)} by ${purge.actorName}`;
  const { sentAt, acceptedAt, requestedAt, result, status } = purge;
  if (sentAt !== null && acceptedAt !== null) {
    return `${asked} was sent at ${timeText(sentAt)} and accepted at ${timeText(acceptedAt)}.`;
  }
  const said = result === null ? "" : ` ${result}`;
  return `${asked}, asked for at ${timeText(requestedAt)}, is ${status}.${said}`;
}
