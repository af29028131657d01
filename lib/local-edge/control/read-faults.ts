import { auditLogModes, noFaults, type ApiFault, type ApiFaultMode, type Faults } from "./faults";

/** The change names an unknown switch or a value that makes no sense. Answer with 400. */
export class FaultsError extends Error {}

const MODES: readonly ApiFaultMode[] = ["error", "success_false", "drop", "hang", "html"];
const MAX_LATENCY_MS = 60_000;
const MAX_TAGS = 1000;

/**
 * Checks a partial change of the fault switches: only known names, each within its range.
 * `apiStatus` may leave members out; they then mean status 500, count null, no Retry-After, not
 * carried out. Data centres in routeTo must be among `colos`.
 * @throws FaultsError with a message for people.
 */
export function readFaults(value: unknown, colos: readonly string[]): Partial<Faults> {
  const fields = requireRecord(value, "The body");
  const changes: Partial<Faults> = {};
  for (const [name, setting] of Object.entries(fields)) {
    switch (name) {
      case "apiLatencyMs":
      case "edgeLatencyMs":
        changes[name] = requireWhole(setting, name, 0, MAX_LATENCY_MS);
        break;
      case "originDown":
        changes.originDown = requireBoolean(setting, name);
        break;
      case "auditLog":
        changes.auditLog = readAuditLog(setting);
        break;
      case "ignoreTags":
        changes.ignoreTags = requireTags(setting);
        break;
      case "apiStatus":
        changes.apiStatus = setting === null ? null : readApiFault(setting);
        break;
      case "routeTo":
        changes.routeTo = readRoutes(setting, colos);
        break;
      default:
        throw new FaultsError(
          `Unknown fault "${name}". Known: ${Object.keys(noFaults()).join(", ")}`,
        );
    }
  }
  return changes;
}

function readApiFault(value: unknown): ApiFault {
  const {
    mode: modeName,
    status,
    count,
    retryAfter,
    carryOut,
    ...others
  } = requireRecord(value, "apiStatus");
  const [unknownName] = Object.keys(others);
  if (unknownName !== undefined)
    throw new FaultsError(`Unknown member "${unknownName}" in apiStatus`);
  const mode = MODES.find((known) => known === (modeName ?? "error"));
  if (!mode) throw new FaultsError(`mode must be one of ${MODES.join(", ")}`);
  return {
    mode,
    status: mode === "success_false" ? 200 : requireWhole(status ?? 500, "status", 400, 599),
    count:
      count === null || count === undefined ? null : requireWhole(count, "count", 1, 1_000_000),
    retryAfter:
      retryAfter === null || retryAfter === undefined
        ? null
        : requireWhole(retryAfter, "retryAfter", 0, 86_400),
    carryOut: carryOut === undefined ? false : requireBoolean(carryOut, "carryOut"),
  };
}

function readAuditLog(value: unknown): Faults["auditLog"] {
  const mode = auditLogModes.find((known) => known === value);
  if (!mode) throw new FaultsError(`auditLog must be one of ${auditLogModes.join(", ")}`);
  return mode;
}

function readRoutes(value: unknown, colos: readonly string[]): Record<string, string> {
  const routes: Record<string, string> = {};
  for (const [host, colo] of Object.entries(requireRecord(value, "routeTo"))) {
    const known = colos.find((name) => name === colo);
    if (!known) throw new FaultsError(`routeTo must name one of ${colos.join(", ")}`);
    routes[host.toLowerCase()] = known;
  }
  return routes;
}

function requireTags(value: unknown): string[] {
  const fits = Array.isArray(value) && value.length <= MAX_TAGS;
  const tags = fits ? value.filter((tag): tag is string => typeof tag === "string") : [];
  if (!fits || tags.length !== value.length) {
    throw new FaultsError(`ignoreTags must be an array of at most ${MAX_TAGS} strings`);
  }
  return tags;
}

function requireWhole(value: unknown, name: string, least: number, most: number): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= least && value <= most) {
    return value;
  }
  throw new FaultsError(`${name} must be a whole number from ${least} to ${most}`);
}

function requireBoolean(value: unknown, name: string): boolean {
  if (typeof value === "boolean") return value;
  throw new FaultsError(`${name} must be true or false`);
}

function requireRecord(value: unknown, name: string): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw new FaultsError(`${name} must be a JSON object`);
}
