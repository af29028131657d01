import { isPublicAddress, splitAddress } from "@/lib/edge/probe/address-guard";
import { normalisePath } from "@/lib/edge/probe/normalise-path";
import type { InvalidField } from "@/lib/schemas/errors";
import { type DirectoryFile, directoryFile } from "@/lib/schemas/directory";
import { pagePath } from "@/lib/schemas/directory-page";
import { isIP } from "node:net";

/** A place in the file as people write it: tenants[0].hosts[1]. */
function place(path: readonly PropertyKey[]): string {
  const text = path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`))
    .join("");
  return text.replace(/^\./, "") || "the file";
}

function findRepetitions(values: string[], pathOf: (index: number) => string): InvalidField[] {
  const seen = new Map<string, number>();
  return values.flatMap((value, index) => {
    const earlier = seen.get(value);
    seen.set(value, earlier ?? index);
    return earlier === undefined
      ? []
      : [{ path: pathOf(index), message: `is the same as ${pathOf(earlier)} ("${value}")` }];
  });
}

type Reached = { address: string } | undefined;

function checkAddress(reached: Reached, path: string, permitted: ReadonlySet<string>) {
  if (reached === undefined || permitted.has(reached.address)) return [];
  const target = splitAddress(reached.address);
  if (target === null) return [{ path, message: "must be address:port" }];
  if (target.port !== 80 && target.port !== 443) {
    const message = `${reached.address} has another port than 80 or 443: name it in PROBE_PRIVATE_EDGES to permit it`;
    return [{ path, message }];
  }
  const inside =
    (isIP(target.host) !== 0 && !isPublicAddress(target.host)) ||
    /(^|\.)localhost$/i.test(target.host);
  const message = `${reached.address} is a loopback or private address: name it in PROBE_PRIVATE_EDGES to permit it`;
  return inside ? [{ path, message }] : [];
}

/** Probes reach an edge or an origin on the internet, or one that the deployment named itself. */
function checkAddresses(file: DirectoryFile, permitted: ReadonlySet<string>): InvalidField[] {
  return file.zones.flatMap(({ edge, origin }, index) => [
    ...checkAddress(edge, `zones[${index}].edge.address`, permitted),
    ...checkAddress(origin, `zones[${index}].origin.address`, permitted),
  ]);
}

function checkPaths(file: DirectoryFile): InvalidField[] {
  return file.tenants.flatMap(({ pages }, index) =>
    pages.flatMap((page, at) =>
      normalisePath(pagePath(page)) === null
        ? [{ path: `tenants[${index}].pages[${at}]`, message: 'must be a path such as "/billing"' }]
        : [],
    ),
  );
}

/** A path may be named twice; how it is probed cannot be said in two ways. */
function checkSetups(file: DirectoryFile): InvalidField[] {
  return file.tenants.flatMap(({ pages }, index) => {
    if (pages.every((page) => typeof page === "string")) return [];
    const paths = pages.map((page) => normalisePath(pagePath(page)) ?? pagePath(page));
    return findRepetitions(paths, (at) => `tenants[${index}].pages[${at}]`);
  });
}

/** Where a canary's edits may be sent: not inside, unless the deployment's own settings name it. */
function checkEditAddress(text: string, privateEdges: ReadonlySet<string>): string | null {
  const url = new URL(text);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (url.username !== "" || url.password !== "" || url.hash !== "")
    return "must have no user name, password or fragment";
  if (privateEdges.has(url.host)) return null;
  const inside = isIP(host) !== 0 ? !isPublicAddress(host) : /(^|\.)localhost$/i.test(host);
  if (inside)
    return `${url.host} is a loopback or private address: name it in PROBE_PRIVATE_EDGES to permit it`;
  return url.protocol === "https:" ? null : "must be an https address";
}

function checkCanaries(file: DirectoryFile, privateEdges: ReadonlySet<string>): InvalidField[] {
  return file.zones.flatMap(({ canary }, index) => {
    if (canary === undefined || canary === null) return [];
    const at = (field: string) => `zones[${index}].canary.${field}`;
    const edit = canary.edit === undefined ? null : checkEditAddress(canary.edit, privateEdges);
    return [
      ...(canary.tenant === canary.control
        ? [{ path: at("control"), message: "must be another tenant than the test tenant" }]
        : []),
      ...(normalisePath(canary.path) === null
        ? [{ path: at("path"), message: 'must be a path such as "/billing"' }]
        : []),
      ...(edit === null ? [] : [{ path: at("edit"), message: edit }]),
    ];
  });
}

/** An environment is asked for by its ref or its name: each may stand for one environment only. */
function checkEnvironments(file: DirectoryFile): InvalidField[] {
  return file.zones.flatMap(({ environments = [] }, index) => {
    const pathOf = (at: number) => `zones[${index}].environments[${at}]`;
    const production = environments.flatMap(({ ref, name }, at) =>
      [ref, name].some((word) => word.toLowerCase() === "production")
        ? [{ path: pathOf(at), message: "production is the zone itself: leave it out" }]
        : [],
    );
    const words = environments.flatMap(({ ref, name }, at) =>
      [...new Set([ref.toLowerCase(), name.toLowerCase()])].map((word) => ({ word, at })),
    );
    const repeated = findRepetitions(
      words.map(({ word }) => word),
      (place) => pathOf(words[place]?.at ?? 0),
    );
    return [...production, ...repeated];
  });
}

function checkRepetitions(file: DirectoryFile): InvalidField[] {
  const { zones, tagPlan, policies, accountLimits, tenants } = file;
  return [
    ...findRepetitions(
      zones.map(({ id }) => id),
      (at) => `zones[${at}].id`,
    ),
    ...findRepetitions(
      zones.map(({ name }) => name),
      (at) => `zones[${at}].name`,
    ),
    ...findRepetitions(
      tagPlan.map(({ zone, pattern }) => `${zone} ${pattern.toLowerCase()}`),
      (at) => `tagPlan[${at}].pattern`,
    ),
    ...findRepetitions(
      policies.map(({ tier }) => tier),
      (at) => `policies[${at}].tier`,
    ),
    ...findRepetitions(
      accountLimits.map(({ accountId, plan }) => `${accountId} ${plan}`),
      (at) => `accountLimits[${at}]`,
    ),
    // Cloudflare compares tags without case: ids that differ in case only would share every purge.
    ...findRepetitions(
      tenants.map(({ id }) => id.toLowerCase()),
      (at) => `tenants[${at}].id`,
    ),
    ...findRepetitions(
      tenants.map(({ slug }) => slug),
      (at) => `tenants[${at}].slug`,
    ),
  ];
}

/**
 * Holds a directory file to its rules, those that need no database.
 *
 * @param privateEdges edges on loopback or private addresses that are permitted
 * @returns the file, or each problem with its place in the file
 */
export function checkDirectory(
  value: unknown,
  privateEdges: ReadonlySet<string>,
): { file: DirectoryFile } | { problems: InvalidField[] } {
  const parsed = directoryFile.safeParse(value);
  if (!parsed.success) {
    return {
      problems: parsed.error.issues.map(({ path, message }) => ({ path: place(path), message })),
    };
  }
  const file = parsed.data;
  const problems = [
    ...checkRepetitions(file),
    ...checkEnvironments(file),
    ...checkAddresses(file, privateEdges),
    ...checkPaths(file),
    ...checkSetups(file),
    ...checkCanaries(file, privateEdges),
  ];
  return problems.length > 0 ? { problems } : { file };
}
