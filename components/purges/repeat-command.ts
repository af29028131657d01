import { fileHeaders } from "@/lib/schemas/files";
import { riskTiers } from "@/lib/schemas/purge-policy";
import type { Purge } from "@/lib/schemas/purges";
import { urlsOf } from "./scope-words";

/** In single quotes for a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/**
 * The API call that repeats a purge, for a shell. It carries no secret: the session cookie is read
 * from a variable that the reader sets. null when the API takes no such purge (no tenant).
 */
export function repeatCommand(purge: Purge, origin: string): string | null {
  if (purge.tenant === null) return null;
  const tier = Object.entries(riskTiers).find(([id]) => id === purge.tier)?.[1];
  const body = {
    tenantId: purge.tenant.id,
    method: purge.method,
    selector: purge.selector,
    ...(purge.environment === null ? {} : { environment: purge.environment }),
    reason: purge.reason ?? "Repeated by hand",
    ...(purge.ticket === null ? {} : { ticket: purge.ticketUrl ?? purge.ticket }),
    ...(tier?.confirmation === "tenant-slug" ? { confirmation: purge.tenant.slug } : {}),
  };
  return [
    `curl -X POST ${quoted(`${origin}/api/v1/purges`)}`,
    `  -H 'Content-Type: application/json'`,
    `  -H "Idempotency-Key: $(uuidgen)"`,
    `  -H "Cookie: $PURGE_CONSOLE_COOKIE"`,
    `  --data ${quoted(JSON.stringify(body))}`,
  ].join(" \\\n");
}

/** The headers that all files of a selector have; none when they differ, as the form has one set for all. */
function commonHeaders(selector: Purge["selector"]): [string, string][] {
  const [first, ...others] = (selector.files ?? []).map(fileHeaders);
  const same = others.every((headers) => JSON.stringify(headers) === JSON.stringify(first));
  return same ? (first ?? []) : [];
}

/** The address of the form filled with this purge's content. It sends nothing. */
export function purgeAgainHref(purge: Purge): string {
  const { selector } = purge;
  const query = new URLSearchParams();
  if (purge.tenant) query.set("tenant", purge.tenant.id);
  for (const url of urlsOf(selector)) query.append("url", url);
  for (const [name, value] of commonHeaders(selector)) query.append("header", `${name}: ${value}`);
  for (const tag of selector.tags ?? []) query.append("tag", tag);
  for (const prefix of selector.prefixes ?? []) query.append("prefix", prefix);
  for (const host of selector.hosts ?? []) query.append("host", host);
  if (purge.environment !== null) query.set("environment", purge.environment);
  query.set("method", purge.method);
  if (purge.reason) query.set("reason", purge.reason);
  if (purge.ticket) query.set("ticket", purge.ticketUrl ?? purge.ticket);
  return `/purges/new?${query.toString()}`;
}
