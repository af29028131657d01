import { callHttp, headerValue, type HeaderList } from "../http/call-http";

/** What the purge API said to the practice app. */
export interface PurgeReport {
  accepted: boolean;
  /** HTTP status, or null when no answer came. */
  status: number | null;
  cfRay: string | null;
  /** A sentence for a person. */
  text: string;
}

const PURGE_TIMEOUT_MS = 5_000;
const MAX_ANSWER_BYTES = 256 * 1024;

/**
 * Purges what a selector names in a zone over HTTP, once, without retries: retrying is the business of whatever
 * sends purges in earnest. `apiBaseUrl` ends in /client/v4. Never throws: a failure is a report.
 */
export async function requestPurge(
  apiBaseUrl: string,
  apiToken: string,
  zoneId: string,
  selector: Record<string, unknown>,
  more: HeaderList = [],
): Promise<PurgeReport> {
  const url = new URL(`${apiBaseUrl}/zones/${zoneId}/purge_cache`);
  try {
    const answer = await callHttp({
      address: url.host,
      method: "POST",
      path: url.pathname,
      headers: [
        ["Host", url.host],
        ["Authorization", `Bearer ${apiToken}`],
        ["Content-Type", "application/json"],
        ...more,
      ],
      body: Buffer.from(JSON.stringify(selector)),
      timeoutMs: PURGE_TIMEOUT_MS,
      maxBytes: MAX_ANSWER_BYTES,
    });
    const cfRay = headerValue(answer.headers, "cf-ray") ?? null;
    const accepted = answer.status === 200 && saysSuccess(answer.body);
    const verdict = accepted ? "It was accepted" : "It was NOT accepted";
    const text = `${verdict}: HTTP ${answer.status}, cf-ray ${cfRay ?? "none"}.`;
    return { accepted, status: answer.status, cfRay, text };
  } catch {
    const text = "No answer came, so it is unknown whether it was accepted.";
    return { accepted: false, status: null, cfRay: null, text };
  }
}

function saysSuccess(body: Buffer): boolean {
  try {
    const envelope: unknown = JSON.parse(body.toString("utf8"));
    return (
      typeof envelope === "object" &&
      envelope !== null &&
      "success" in envelope &&
      envelope.success === true
    );
  } catch {
    return false;
  }
}
