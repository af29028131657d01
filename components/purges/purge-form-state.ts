import type { Selector } from "@/lib/schemas/purges";
import type { TagPattern, TenantDetail } from "@/lib/schemas/tenants";
import type { PurgeMethod } from "@/lib/schemas/words";
import { sameTag } from "./scope-words";
import { readVariant, variantFromLines, type VariantFields } from "./scope-headers";
import { readTargets, type TargetLines } from "./target-lines";

/** The choices of the form, narrow to wide. "tag" is any tag, typed freely. */
export const formScopes = [
  "pages",
  "object",
  "tenant",
  "prefix",
  "host",
  "tag",
  "everything",
] as const;
export type FormScope = (typeof formScopes)[number];

/** What a person has filled in. Text is kept as typed, so that nothing they wrote is lost. */
export interface PurgeForm {
  scope: FormScope;
  urls: string;
  /** Headers of the cache key, for all of the URLs. */
  variant: VariantFields;
  objectPattern: string;
  objectIds: string;
  prefixes: string;
  hosts: readonly string[];
  tags: string;
  /** An environment's ref; "" for production. */
  environment: string;
  method: PurgeMethod;
  reason: string;
  ticket: string;
  /** Goes past the second person. */
  breakGlass: boolean;
  comparePath: string | null;
  controlId: string | null;
}

type Tenant = Pick<
  TenantDetail,
  "pages" | "hosts" | "tagPlan" | "tenantTag" | "environments" | "targetLimits"
>;

/** The tag patterns whose tags are one object of one tenant. */
export function objectPatterns(tenant: Pick<Tenant, "tagPlan">): TagPattern[] {
  return tenant.tagPlan.filter((one) => one.scope === "object" && one.pattern.includes("{"));
}

/** A pattern with its place filled: "invoice:{id}" and "9182" give "invoice:9182". */
export function fillPattern(pattern: string, id: string): string {
  return pattern.replace(/\{[^}]*\}/, () => id);
}

/** The id in a tag of a pattern; null when the tag is not of the pattern. */
function idInTag(pattern: string, tag: string): string | null {
  const [before = "", after = ""] = pattern.split(/\{[^}]*\}/);
  const fits =
    tag.length > before.length + after.length &&
    sameTag(tag.slice(0, before.length), before) &&
    sameTag(tag.slice(tag.length - after.length), after);
  return fits ? tag.slice(before.length, tag.length - after.length) : null;
}

/**
 * The form as a link opens it. A link fills and never sends. Soft first: invalidate is preselected
 * (a visitor never waits on an origin that is down), unless the link asks for purge.
 */
export function formFromLink(link: URLSearchParams, tenant: Tenant): PurgeForm {
  const tags = link.getAll("tag").filter(Boolean);
  const lines = (name: string) => link.getAll(name).filter(Boolean).join("\n");
  const form: PurgeForm = {
    scope: "tenant",
    urls: lines("url"),
    variant: variantFromLines(link.getAll("header")),
    objectPattern: objectPatterns(tenant)[0]?.pattern ?? "",
    objectIds: "",
    prefixes: lines("prefix"),
    hosts: link.getAll("host").filter(Boolean),
    tags: "",
    environment: findEnvironment(link.get("environment") ?? "", tenant),
    method: link.get("method") === "purge" ? "purge" : "invalidate",
    reason: link.get("reason") ?? "",
    ticket: link.get("ticket") ?? "",
    breakGlass: false,
    comparePath: link.get("page"),
    controlId: null,
  };
  if (form.urls !== "") return { ...form, scope: "pages" };
  if (tags.length > 0) return { ...form, ...formOfTags(tags, tenant) };
  if (form.prefixes !== "") return { ...form, scope: "prefix" };
  if (form.hosts.length > 0) return { ...form, scope: "host" };
  if (link.get("everything") !== null) return { ...form, scope: "everything" };
  return tenant.tenantTag === null ? { ...form, scope: "pages" } : form;
}

/** A link may name it by ref or name; one that there is not stays as it is, for the refusal to be seen. */
function findEnvironment(word: string, { environments }: Tenant): string {
  const folded = word.toLowerCase();
  const found = environments.find(({ ref, name }) =>
    [ref.toLowerCase(), name.toLowerCase()].includes(folded),
  );
  return found?.ref ?? word;
}

function formOfTags(tags: readonly string[], tenant: Tenant): Partial<PurgeForm> {
  const [first = ""] = tags;
  const isTenantTag = tenant.tenantTag !== null && sameTag(first, tenant.tenantTag);
  if (tags.length === 1 && isTenantTag) return { scope: "tenant" };
  for (const { pattern } of objectPatterns(tenant)) {
    const ids = tags.map((tag) => idInTag(pattern, tag));
    if (ids.every((id) => id !== null)) {
      return { scope: "object", objectPattern: pattern, objectIds: ids.join("\n") };
    }
  }
  return { scope: "tag", tags: tags.join("\n") };
}

/** What the chosen part of the form names, as it would be sent, with what was dropped. */
export function targetsOfForm(form: PurgeForm, tenant: Tenant): TargetLines {
  switch (form.scope) {
    case "pages":
      return readTargets(form.urls, (line) => fullUrl(line, tenant));
    case "object":
      return readTargets(form.objectIds, (id) => fillPattern(form.objectPattern, id));
    case "tenant":
      return {
        values: tenant.tenantTag === null ? [] : [tenant.tenantTag],
        duplicates: 0,
        blanks: 0,
      };
    case "prefix":
      return readTargets(form.prefixes, (line) => line.replace(/^https?:\/\//i, ""));
    case "host":
      return { values: [...form.hosts], duplicates: 0, blanks: 0 };
    case "tag":
      return readTargets(form.tags);
    case "everything":
      return { values: [], duplicates: 0, blanks: 0 };
  }
}

/** A path typed without its host is taken as a page of the tenant's first host. */
function fullUrl(line: string, tenant: Tenant): string {
  if (!line.startsWith("/")) return line;
  const page = tenant.pages.find((one) => one.path === line) ?? tenant.pages[0];
  if (page?.path === line) return page.url;
  const host = tenant.hosts[0] ?? "";
  return `${page ? new URL(page.url).origin : `https://${host}`}${line}`;
}

/** How many targets of the chosen kind one request may name. */
export function mostTargets({ scope }: PurgeForm, { targetLimits }: Tenant): number {
  return scope === "pages" ? targetLimits.files : targetLimits.items;
}

/** The selector of the form; null while nothing is named, or not in a way that can be read. */
export function selectorOf(form: PurgeForm, tenant: Tenant): Selector | null {
  if (form.scope === "everything") return { everything: true };
  const { values } = targetsOfForm(form, tenant);
  if (values.length === 0) return null;
  switch (form.scope) {
    case "pages":
      return filesOf(values, form.variant);
    case "prefix":
      return { prefixes: values };
    case "host":
      return { hosts: values };
    case "object":
    case "tenant":
    case "tag":
      return { tags: values };
  }
}

function filesOf(urls: string[], variant: VariantFields): Selector | null {
  const read = readVariant(variant);
  // Without one of its headers a purge would name another copy: rather none.
  if ("problem" in read) return null;
  const { headers } = read;
  return {
    files: Object.keys(headers).length === 0 ? urls : urls.map((url) => ({ url, headers })),
  };
}

/** What was typed and cannot be read, so that nothing is named; null: nothing. */
export function unreadableOf(form: PurgeForm, tenant: Tenant): string | null {
  if (form.scope !== "pages" || targetsOfForm(form, tenant).values.length === 0) return null;
  const read = readVariant(form.variant);
  return "problem" in read ? read.problem : null;
}

/** The path of the first address that is named on the host that probes go to; null: there is none. */
function namedPath(urls: readonly string[], [host]: readonly string[]): string | null {
  const own = urls
    .filter((url) => URL.canParse(url))
    .map((url) => new URL(url))
    .find(({ hostname }) => hostname === host);
  return own === undefined ? null : `${own.pathname}${own.search}`;
}

/**
 * The page that a purge is best looked at by: the first of the tenant's pages that is named, else an address that is
 * named and not listed, else the first page that it touches, else the first known.
 */
export function pageToCompare(
  form: PurgeForm,
  tenant: Tenant,
  touched: readonly { path: string }[] = [],
): string | null {
  const paths = tenant.pages.map((page) => page.path);
  // A link may name one that is not listed: the page of which somebody said that it is stale.
  if (form.comparePath?.startsWith("/") === true) return form.comparePath;
  if (form.scope === "pages") {
    const named = targetsOfForm(form, tenant).values;
    const page = tenant.pages.find((one) => named.includes(one.url));
    if (page) return page.path;
    const path = namedPath(named, tenant.hosts);
    if (path !== null) return path;
  }
  return touched.find(({ path }) => paths.includes(path))?.path ?? paths[0] ?? null;
}
