import type { FileTarget } from "@/lib/schemas/files";
import type { SelectorKind } from "@/lib/schemas/words";
import { gatewayError, type GatewayError } from "@/lib/schemas/cloudflare-error";

const fields = ["purge_everything", "files", "tags", "hosts", "prefixes"] as const;

const oneOf = '"purge_everything", "files", "tags", "hosts" or "prefixes"';
const missing = () => gatewayError(400, 1012, `Request must contain one of ${oneOf}`);

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A key for a sentence: one of a million characters would be no help there. */
function inWords(key: string): string {
  return JSON.stringify(key.length > 50 ? `${key.slice(0, 50)}…` : key);
}

function refuseUnknown(body: Record<string, unknown>): void {
  const unknown = Object.keys(body).find((key) => !fields.some((field) => field === key));
  if (unknown === undefined) return;
  const message = `${inWords(unknown)} is not known. Request must contain one of ${oneOf}`;
  throw gatewayError(400, 1012, message);
}

function readFile(item: unknown, at: number): FileTarget {
  if (typeof item === "string") return item;
  const problem = (): GatewayError =>
    gatewayError(400, 1014, `files[${at}] must be a URL, or an object with "url" and "headers"`);
  if (!isRecord(item) || typeof item["url"] !== "string") throw problem();
  const { url, headers = {}, ...others } = item;
  if (Object.keys(others).length > 0 || !isRecord(headers)) throw problem();
  const values = Object.values(headers);
  if (!values.every((value) => typeof value === "string")) throw problem();
  return Object.keys(headers).length === 0
    ? url
    : { url, headers: headers as Record<string, string> };
}

function readItems(kind: Exclude<SelectorKind, "everything">, items: unknown): FileTarget[] {
  if (!Array.isArray(items)) {
    throw gatewayError(400, 1014, '"files", "tags", "hosts" or "prefixes" must be an array');
  }
  if (items.length === 0) throw missing();
  if (kind === "files") return items.map(readFile);
  return items.map((item: unknown, at) => {
    if (typeof item === "string" && item !== "") return item;
    throw gatewayError(400, 1014, `${kind}[${at}] must be a text that is not empty`);
  });
}

/** What a body asks for, as it was typed. */
export interface ReadBody {
  kind: SelectorKind;
  typed: FileTarget[];
}

/**
 * The body of purge_cache and invalidate_cache: exactly one of the five fields, as the API's reference asks
 * (https://developers.cloudflare.com/api/resources/cache/methods/purge/). What a field may hold is for the
 * rules of each selector kind.
 *
 * @throws GatewayError with Cloudflare's code: 1012, 1013, 1014, 1092
 */
export function readPurgeBody(body: unknown): ReadBody {
  if (!isRecord(body)) throw missing();
  refuseUnknown(body);
  const present = fields.filter((field) => body[field] !== undefined);
  const [field] = present;
  if (field === "purge_everything" && present.length > 1) {
    const others = '"files", "tags", "hosts" or "prefixes"';
    const message = `Request cannot contain "purge_everything" and any of ${others}`;
    throw gatewayError(400, 1092, message);
  }
  if (field === undefined || present.length > 1) throw missing();
  if (field !== "purge_everything") return { kind: field, typed: readItems(field, body[field]) };
  if (body[field] === true) return { kind: "everything", typed: [] };
  throw gatewayError(400, 1013, "'purge_everything' must be true");
}
