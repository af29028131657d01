import type { CallResult } from "../purge-call";
import {
  isAboutItem,
  kindOfCodes,
  kindOfStatus,
  type RefusalKind,
  refusalSentence,
} from "./error-kinds";
import type { HttpAnswer } from "./http-exchange";
import { cleanText, type CloudflareError, type Envelope, readEnvelope } from "./read-envelope";
import { readRetryAfter } from "./retry-after";

type Meaning = Pick<CallResult, "outcome" | "limited" | "blame" | "message">;

const accepted = { outcome: "accepted", limited: false, blame: "account" } as const;
const limited = { outcome: "transient", limited: true, blame: "account" } as const;
const fault = { outcome: "transient", limited: false, blame: "account" } as const;
const unknown = { outcome: "unknown", limited: false, blame: "account" } as const;

/** How an answer was not whole, as it continues "Cloudflare answered HTTP 200, but ...". */
const brokenWords = {
  timeout: "the rest of the answer did not come in time",
  "broken off": "the connection broke before the answer was complete",
  "too large": "the answer was too large to be one of its API",
  unreadable: "the answer was in no form that can be read",
  stopped: "the console was shut down before the answer was complete",
};

/** Cloudflare's own words, or what there is in their place. */
function inWords({ status, fault: cut }: HttpAnswer, envelope: Envelope | null): string {
  const said = (envelope?.errors ?? [])
    .slice(0, 3)
    .map(({ code, message }) => [code === 0 ? "" : String(code), message].join(" ").trim());
  if (said.length > 0) return `HTTP ${status}, ${said.join("; ")}`;
  if (cut !== null) return `HTTP ${status}; ${brokenWords[cut]}`;
  return envelope === null
    ? `HTTP ${status}, without an answer of Cloudflare's API`
    : `HTTP ${status}, without a reason`;
}

/**
 * Whether an error that no list has speaks of the rate limit. What it repeats of the request does not
 * count: a page about throttling that is refused must not pause the account.
 */
function speaksOfLimit({ message }: CloudflareError): boolean {
  const ownWords = message.replace(/(["'`]).*?\1/g, " ").replace(/\S*[/:=]\S*/g, " ");
  return /rate.?limit|throttl/i.test(ownWords);
}

function kindOf(status: number, errors: CloudflareError[]): RefusalKind | null {
  if (status === 429) return "limit";
  const kind = kindOfCodes(errors.map(({ code }) => code));
  if (kind !== null) return kind;
  return errors.some(speaksOfLimit) ? "limit" : kindOfStatus(status);
}

function whenRefused(answer: HttpAnswer, envelope: Envelope | null): Meaning {
  const { status } = answer;
  const words = inWords(answer, envelope);
  const kind = kindOf(status, envelope?.errors ?? []);
  if (kind === "limit") {
    return { ...limited, message: `Cloudflare's rate limit is reached (${words}).` };
  }
  if (status === 408 || status === 425 || status >= 500) {
    return { ...fault, message: `Cloudflare had a fault (${words}).` };
  }
  return {
    outcome: "permanent",
    limited: false,
    blame: isAboutItem(kind) ? "item" : "account",
    message: refusalSentence(kind, status, words),
  };
}

function meaningOf(answer: HttpAnswer, envelope: Envelope | null): Meaning {
  const { status, fault: cut } = answer;
  if (status < 200 || status >= 300) return whenRefused(answer, envelope);
  if (envelope?.success === true)
    return { ...accepted, message: "Cloudflare accepted the request." };
  if (envelope?.success === false && envelope.errors.length > 0) {
    return whenRefused(answer, envelope);
  }
  const why =
    cut !== null
      ? brokenWords[cut]
      : envelope?.success === false
        ? "said success: false without a reason"
        : "not in a way that says whether it was accepted";
  return { ...unknown, message: `Cloudflare answered HTTP ${status}, but ${why}.` };
}

/**
 * What an HTTP answer of the purge API means. A 2xx counts as accepted only with success: true in the
 * body; anything else that is not understood is unknown.
 *
 * @param hide takes secrets out of a text
 */
export function classifyAnswer(
  answer: HttpAnswer,
  { now, hide }: { now: Date; hide: (text: string) => string },
): CallResult {
  const { status, headers, body } = answer;
  const envelope = readEnvelope(body, hide);
  const errors = envelope?.errors ?? [];
  const code = errors.find((error) => error.code !== 0)?.code;
  const cfRay = cleanText(hide(headers.get("cf-ray") ?? ""), 100);
  return {
    ...meaningOf(answer, envelope),
    httpStatus: status,
    errors,
    cfRay: cfRay === "" ? null : cfRay,
    retryAfterMs: readRetryAfter(headers.get("retry-after"), now),
    code: code === undefined ? String(status) : `${status} / ${code}`,
  };
}
