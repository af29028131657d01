import { now } from "@/lib/platform/clock";
import { log } from "@/lib/platform/log";
import { countPageViolation } from "@/lib/platform/metrics";
import type { Actor } from "@/lib/schemas/actor";
import type { CspReport } from "@/lib/schemas/csp-reports";

/** So many a minute stand in a process's log: a browser's extension can cause them by the hundred. */
const mostAMinute = 10;
const minuteMs = 60_000;

let minute = 0;
let logged = 0;

/** An address without what may be private in it: of this console the path, of others the origin alone. */
function place(address: string | undefined, own: string | null): string | null {
  if (address === undefined || address === "") return null;
  if (!URL.canParse(address)) return address.slice(0, 40);
  const { origin, pathname, protocol } = new URL(address);
  if (origin === own) return pathname.slice(0, 200);
  return origin === "null" ? protocol : origin.slice(0, 200);
}

/**
 * Puts into the log that a page's policy kept something from somebody who is signed in: which directive, on which page,
 * from where. No query, no sample of the script. It is no entry of the record: nobody has done anything.
 *
 * @returns whether it stands in the log
 */
export function noteViolation(
  { requestId }: Pick<Actor, "requestId">,
  { "csp-report": report }: CspReport,
): { logged: boolean } {
  countPageViolation();
  const current = Math.floor(now().getTime() / minuteMs);
  if (current !== minute) [minute, logged] = [current, 0];
  logged += 1;
  if (logged > mostAMinute) return { logged: false };
  const page = report["document-uri"];
  const own = page !== undefined && URL.canParse(page) ? new URL(page).origin : null;
  log().warn(
    {
      requestId,
      directive: (report["effective-directive"] ?? report["violated-directive"] ?? "").slice(0, 40),
      page: place(page, own),
      blocked: place(report["blocked-uri"], own),
      source: place(report["source-file"], own),
      line: report["line-number"] ?? null,
    },
    "a page's policy kept something from running or loading",
  );
  return { logged: true };
}
