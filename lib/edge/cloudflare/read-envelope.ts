/** An error in Cloudflare's own words. */
export interface CloudflareError {
  /** 0 when it named none. */
  code: number;
  message: string;
}

/** The frame that every answer of Cloudflare's API has: {success, errors, messages, result}. */
export interface Envelope {
  /** null when the answer does not say. */
  success: boolean | null;
  errors: CloudflareError[];
}

const mostErrors = 20;
const longestMessage = 1_000;

/**
 * A text from outside, fit to be stored and shown: without control and invisible characters (PostgreSQL
 * takes no NUL), without halves of characters, not longer than that.
 */
export function cleanText(text: string, longest: number): string {
  return text
    .slice(0, longest * 4)
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, " ")
    .trim()
    .slice(0, longest)
    .replace(/\p{Cs}/gu, "");
}

function readCode(code: unknown): number {
  const value = typeof code === "string" && /^\d{1,9}$/.test(code) ? Number(code) : code;
  return Number.isSafeInteger(value) ? (value as number) : 0;
}

function readError(error: unknown): CloudflareError[] {
  if (typeof error === "string") return [{ code: 0, message: error }];
  if (typeof error !== "object" || error === null) return [];
  const { code, message, error_chain: chain } = error as Record<string, unknown>;
  const own = { code: readCode(code), message: typeof message === "string" ? message : "" };
  const causes = Array.isArray(chain) ? chain.slice(0, mostErrors) : [];
  return [
    ...(own.code === 0 && own.message === "" ? [] : [own]),
    // Older parts of the API say what is wrong only in here; one level deep.
    ...causes.flatMap((cause: unknown) =>
      readError({ ...(cause as object | null), error_chain: null }),
    ),
  ];
}

/**
 * Reads an answer's body as Cloudflare's envelope, whatever is in it.
 *
 * @param hide takes secrets out of a text: what a server answers may repeat what was sent to it
 * @returns null when it is none
 */
export function readEnvelope(body: string | null, hide: (text: string) => string): Envelope | null {
  let value: unknown;
  try {
    value = JSON.parse(body ?? "");
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const { success, errors } = value as { success?: unknown; errors?: unknown };
  if (success === undefined && errors === undefined) return null;
  const list: unknown[] = Array.isArray(errors) ? errors : [];
  return {
    success: typeof success === "boolean" ? success : null,
    errors: list
      .slice(0, mostErrors)
      .flatMap(readError)
      .slice(0, mostErrors)
      .map(({ code, message }) => ({ code, message: cleanText(hide(message), longestMessage) })),
  };
}
