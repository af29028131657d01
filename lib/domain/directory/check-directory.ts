import { isPublicAddress, splitAddress } from "@/lib/edge/probe/address-guard";
import { normalisePath } from "@/lib/edge/probe/normalise-path";
import type { InvalidField } from "@/lib/schemas/errors";
import { type DirectoryFile, directoryFile } from "@/lib/schemas/directory";
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

function checkEdges(file: DirectoryFile, privateEdges: ReadonlySet<string>): InvalidField[] {
  return file.zones.flatMap(({ edge }, index) => {
    if (edge === undefined || privateEdges.has(edge.address)) return [];
    const path = `zones[${index}].edge.address`;
    const target = splitAddress(edge.address);
    if (target === null) return [{ path, message: "must be address:port" }];
    const inside =
      (isIP(target.host) !== 0 && !isPublicAddress(target.host)) ||
      /(^|\.)localhost$/i.test(target.host);
    return inside
      ? [
          {
            path,
            message: `${edge.address} is a loopback or private address: name it in PROBE_PRIVATE_EDGES to permit it`,
          },
        ]
      : [];
  });
}

function checkPaths(file: DirectoryFile): InvalidField[] {
  return file.tenants.flatMap(({ pages }, index) =>
    pages.flatMap((page, at) =>
      normalisePath(page) === null
        ? [{ path: `tenants[${index}].pages[${at}]`, message: 'must be a path such as "/billing"' }]
        : [],
    ),
  );
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
    ...checkEdges(file, privateEdges),
    ...checkPaths(file),
  ];
  return problems.length > 0 ? { problems } : { file };
}
