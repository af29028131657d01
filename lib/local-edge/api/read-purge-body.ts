import { encodingClassOf, locationOfUrl, normalizePrefix, primaryKey } from "../cache/cache-key";
import { variantOf } from "../cache/custom-key";
import type { PurgedFile, PurgeSelector } from "../cache/purge-selector";
import type { PracticeZone, WorldIndex } from "../practice-world";
import type { ApiError } from "./api-envelope";
import { ITEMS_PER_REQUEST, PLAN_LIMITS } from "./plan-limits";

/** A purge body that Cloudflare would refuse, with the code and message it answers (HTTP 400). */
export class PurgeBodyError extends Error {
  readonly apiError: ApiError;
  constructor(code: number, message: string) {
    super(message);
    this.apiError = { code, message };
  }
}

const SELECTOR_FIELDS = ["purge_everything", "files", "tags", "hosts", "prefixes"] as const;
const MAX_TAG_CHARACTERS = 1024;
const MAX_HOST_CHARACTERS = 200;
const MAX_PREFIX_SEPARATORS = 31;

/**
 * Checks a purge or invalidate body and makes it a selector: exactly one field of the five, within
 * the limits of the zone's plan (API reference of 2026-10-08, purge-cache page of 2026-09-29; codes
 * as collected in the error table of the purge notes).
 * Two fields together answer 1012, as customers saw; codes 1117 and 1118 are this edge's own,
 * because Cloudflare's codes for a bad prefix are not known.
 * @throws PurgeBodyError
 */
export function readPurgeBody(body: unknown, zone: PracticeZone, world: WorldIndex): PurgeSelector {
  const fields = isRecord(body) ? body : {};
  const present = SELECTOR_FIELDS.filter((name) => fields[name] !== undefined);
  const [selector] = present;
  if (selector === "purge_everything" && present.length > 1) {
    throw new PurgeBodyError(
      1092,
      'Request cannot contain "purge_everything" and any of "files", "tags", "hosts" or "prefixes"',
    );
  }
  if (selector === undefined || present.length > 1) throw missingSelector();
  if (selector === "purge_everything") {
    if (fields[selector] === true) return { kind: "everything" };
    throw new PurgeBodyError(1013, "'purge_everything' must be true");
  }
  const items: unknown = fields[selector];
  if (!Array.isArray(items)) {
    throw new PurgeBodyError(1014, '"files", "tags", "hosts" or "prefixes" must be an array');
  }
  if (items.length === 0) throw missingSelector();
  if (selector === "files") return readFiles(items, zone, world);
  const texts = items.map(requireText);
  if (selector === "tags") return readTags(texts);
  return selector === "hosts" ? readHosts(texts) : readPrefixes(texts);
}

function missingSelector(): PurgeBodyError {
  return new PurgeBodyError(
    1012,
    'Request must contain one of "purge_everything", "files", "tags", "hosts" or "prefixes"',
  );
}

function readTags(tags: readonly string[]): PurgeSelector {
  if (tags.length > ITEMS_PER_REQUEST) throw tooMany(1101, ITEMS_PER_REQUEST, "tags");
  if (tags.some((tag) => tag.length > MAX_TAG_CHARACTERS)) {
    throw new PurgeBodyError(
      1100,
      `Tag exceeds maximum length of ${MAX_TAG_CHARACTERS} characters`,
    );
  }
  return { kind: "tags", tags: new Set(tags.map((tag) => tag.toLowerCase())) };
}

function readHosts(hosts: readonly string[]): PurgeSelector {
  if (hosts.length > ITEMS_PER_REQUEST) throw tooMany(1111, ITEMS_PER_REQUEST, "hosts");
  if (hosts.some((host) => host.length > MAX_HOST_CHARACTERS)) {
    throw new PurgeBodyError(
      1114,
      `Host exceeds maximum length of ${MAX_HOST_CHARACTERS} characters`,
    );
  }
  return { kind: "hosts", hosts: new Set(hosts.map((host) => host.toLowerCase())) };
}

function readPrefixes(texts: readonly string[]): PurgeSelector {
  if (texts.length > ITEMS_PER_REQUEST) throw tooMany(1118, ITEMS_PER_REQUEST, "prefixes");
  const prefixes = texts.map((text) => {
    const prefix = /[?#\s]|:\/\//.test(text) ? undefined : normalizePrefix(text);
    if (!prefix) {
      throw new PurgeBodyError(
        1117,
        `Invalid prefix '${text}': a host and a path, without scheme, query string or fragment`,
      );
    }
    if (text.split("/").length - 1 > MAX_PREFIX_SEPARATORS) {
      throw new PurgeBodyError(1117, `Prefix exceeds ${MAX_PREFIX_SEPARATORS} path separators`);
    }
    return prefix;
  });
  return { kind: "prefixes", prefixes };
}

function readFiles(
  items: readonly unknown[],
  zone: PracticeZone,
  world: WorldIndex,
): PurgeSelector {
  const { filesPerRequest } = PLAN_LIMITS[zone.plan];
  if (items.length > filesPerRequest) {
    throw new PurgeBodyError(
      1094,
      `Exceeded maximum amount of ${filesPerRequest} files that can be purged on a single request`,
    );
  }
  return { kind: "files", files: items.map((item) => readFile(item, zone, world)) };
}

function readFile(item: unknown, zone: PracticeZone, world: WorldIndex): PurgedFile {
  const url = isRecord(item) ? item["url"] : item;
  if (typeof url !== "string") throw missingSelector();
  const location = locationOfUrl(url);
  if (!location || !world.isHostOfZone(location.host, zone)) {
    throw new PurgeBodyError(
      1082,
      `Unable to purge '${url}'. You can only purge files for this zone`,
    );
  }
  const headers = isRecord(item) ? item["headers"] : undefined;
  const variant = variantOf(location, (name) => readHeader(headers, name));
  const encoding = readHeader(headers, "accept-encoding");
  return {
    primaryKey: primaryKey({ ...location, variant }),
    // Of the headers this one narrows a purge by itself: without it every encoding goes.
    encoding: encoding === undefined ? undefined : encodingClassOf(encoding),
  };
}

function readHeader(headers: unknown, wanted: string): string | undefined {
  if (!isRecord(headers)) return undefined;
  const name = Object.keys(headers).find((key) => key.toLowerCase() === wanted);
  const value = name === undefined ? undefined : headers[name];
  return typeof value === "string" ? value : undefined;
}

function tooMany(code: number, limit: number, noun: string): PurgeBodyError {
  return new PurgeBodyError(
    code,
    `Exceeded maximum amount of ${limit} ${noun} that can be purged on a single request`,
  );
}

function requireText(item: unknown): string {
  if (typeof item === "string" && item.length > 0) return item;
  throw new PurgeBodyError(1014, '"tags", "hosts" and "prefixes" must be arrays of strings');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
