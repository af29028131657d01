import { classifyTag, onRoutes, standsForTenant, tenantTag } from "@/lib/domain/purges/tag-plan";
import type { TagFinding, TagLine } from "@/lib/schemas/zones";
import { findSpellings } from "./find-spellings";
import type { SeenPage } from "./seen-pages";

/** What Cloudflare takes: https://developers.cloudflare.com/cache/how-to/purge-cache/purge-by-tags/ */
const mostHeaderBytes = 16 * 1024;
const nearHeaderBytes = 14 * 1024;
const mostTags = 1_000;
const mostTagLength = 1_024;
const mostExamples = 5;

const sentBy = (pages: readonly SeenPage[], tag: string | null = null): TagFinding["examples"] =>
  pages
    .slice(0, mostExamples)
    .map(({ tenant, path, at }) => ({ tag, tenant: tenant.slug, path, at }));

const named = (tags: readonly string[]) =>
  tags.slice(0, mostExamples).join(", ") +
  (tags.length > mostExamples ? ` and ${tags.length - mostExamples} more` : "");

function tenantLines(plan: TagLine[]): TagFinding[] {
  const [first, ...others] = plan.filter(standsForTenant).map(({ pattern }) => pattern);
  const nameless = plan.filter((line) => line.scope === "tenant" && !line.pattern.includes("{"));
  return [
    ...(first !== undefined && others.length > 0
      ? [
          {
            code: "two_tenant_tags" as const,
            severity: "warning" as const,
            patterns: [first, ...others],
            message: `More than one line stands for all of a tenant. "Everything of" a tenant purges ${first} alone: a page that carries only ${named(others)} stays as it is.`,
            todo: "Keep the line whose tag every page carries, and take the other out of the plan.",
            examples: [],
          },
        ]
      : []),
    ...nameless.map(({ pattern }) => ({
      code: "names_no_tenant" as const,
      severity: "warning" as const,
      patterns: [pattern],
      message: `${pattern} has the scope of a tenant and names none, so that it is treated as shared.`,
      todo: "Put the tenant into it ({id} or {slug}), or give it the scope shared.",
      examples: [],
    })),
  ];
}

/** Pages on a tenant line's routes without the tenant's own tag. */
function missingTenantTags(plan: TagLine[], pages: SeenPage[]): TagFinding[] {
  const line = plan.find(standsForTenant);
  if (line === undefined) return [];
  const asked = pages.filter(({ path }) => line.routes.length === 0 || onRoutes(path, line.routes));
  const without = asked.filter(
    ({ tenant, tags }) => !tags.includes(tenantTag(tenant, [line]) ?? ""),
  );
  if (without.length === 0) return [];
  return [
    {
      code: "missing_tenant_tag",
      severity: "error",
      patterns: [line.pattern],
      message: `${without.length} of ${asked.length} pages seen do not carry ${line.pattern}: a purge of everything of the tenant leaves them as they are.`,
      todo: `Have the origin send it with them, or name in the line's routes where it is sent.`,
      examples: sentBy(without),
    },
  ];
}

interface Sent {
  tag: string;
  pages: SeenPage[];
}

function allSent(pages: SeenPage[]): Sent[] {
  const byTag = new Map<string, SeenPage[]>();
  for (const page of pages)
    for (const tag of page.tags) byTag.set(tag, [...(byTag.get(tag) ?? []), page]);
  return [...byTag].map(([tag, of]) => ({ tag, pages: of }));
}

const tenantsOf = (pages: readonly SeenPage[]) => [
  ...new Set(pages.map(({ tenant }) => tenant.slug)),
];

/** Tags that by the plan are one tenant's, at a page of another. */
function strayTags(plan: TagLine[], sent: Sent[]): TagFinding[] {
  const stray = sent.flatMap(({ tag, pages }) => {
    const [page] = pages;
    if (page === undefined) return [];
    const { scope, planned } = classifyTag(tag, page.tenant, plan);
    if (planned === null || (scope !== "tenant" && scope !== "object")) return [];
    const isForeign = pages.some(({ tenant }) => classifyTag(tag, tenant, plan).foreign);
    return isForeign || tenantsOf(pages).length > 1 ? [{ tag, pages, planned }] : [];
  });
  const lines = [...new Set(stray.map(({ planned }) => planned.pattern))];
  return lines.map((pattern) => {
    const of = stray.filter(({ planned }) => planned.pattern === pattern);
    return {
      code: "seen_at_two_tenants" as const,
      severity: "error" as const,
      patterns: [pattern],
      message: `By the plan a tag of ${pattern} is one tenant's, and ${named(of.map(({ tag }) => tag))} was seen at another's pages: purging it empties theirs too, without a second person.`,
      todo: "Give the line the scope shared, or mend the service that sends it.",
      examples: of.flatMap(({ tag, pages }) => sentBy(pages, tag)).slice(0, mostExamples),
    };
  });
}

/** What digits and ids stand for is the same kind of tag. */
const shapeOf = (tag: string) => tag.replace(/[0-9a-f]{8}-[0-9a-f-]{27}|\d+/g, "{id}");

function unplanned(plan: TagLine[], sent: Sent[], known: ReadonlySet<string>): TagFinding[] {
  const left = sent.filter(
    ({ tag, pages: [page] }) =>
      page !== undefined && !known.has(tag) && classifyTag(tag, page.tenant, plan).planned === null,
  );
  const shapes = [...new Set(left.map(({ tag }) => shapeOf(tag)))];
  return shapes.map((shape) => {
    const of = left.filter(({ tag }) => shapeOf(tag) === shape);
    const tenants = new Set(of.flatMap(({ pages }) => tenantsOf(pages))).size;
    return {
      code: "not_in_plan" as const,
      severity: "warning" as const,
      patterns: [],
      message: `${shape} is sent (${named(of.map(({ tag }) => tag))}; pages of ${tenants === 1 ? "1 tenant" : `${tenants} tenants`}) and is in no line of the plan. It has no owner, and is treated as shared.`,
      todo: "Add a line that says whose it is and what it reaches, or stop sending it.",
      examples: of.flatMap(({ tag, pages }) => sentBy(pages, tag)).slice(0, mostExamples),
    };
  });
}

/** Lines of which nothing was seen, and those of which nobody has looked. */
function unseen(plan: TagLine[], pages: SeenPage[], hasOrigin: boolean): TagFinding[] {
  const carries = (line: TagLine) => (page: SeenPage) =>
    page.tags.some((tag) => classifyTag(tag, page.tenant, [line]).planned !== null);
  const without = plan.filter((line) => !pages.some(carries(line)));
  const asked = (line: TagLine) =>
    pages.filter(({ path }) => line.routes.length === 0 || onRoutes(path, line.routes));
  const unasked = without.filter((line) => asked(line).length === 0);
  return [
    ...without
      .filter((line) => asked(line).length > 0)
      .map((line) => ({
        code: "never_seen" as const,
        // A page may show none of the objects that a line is about.
        severity: line.scope === "object" ? ("note" as const) : ("warning" as const),
        patterns: [line.pattern],
        message: `No tag of ${line.pattern} was seen at ${asked(line).length === 1 ? "the 1 page" : `the ${asked(line).length} pages`} where it could be: a purge by it may purge nothing.`,
        todo: "Ask the line's owner whether it is still sent; take it out of the plan when not.",
        examples: sentBy(asked(line)),
      })),
    ...(unasked.length === 0
      ? []
      : [
          {
            code: "not_looked_at" as const,
            severity: "note" as const,
            patterns: unasked.map(({ pattern }) => pattern),
            message:
              "Whether these are sent is not known: no answer of the origin was seen lately for a page that could carry them.",
            todo: hasOrigin
              ? 'Ask "Why stale?" of a page on their routes: it asks the origin too.'
              : 'Say in the zone\'s set-up where its origin is, then ask "Why stale?" of a page on their routes.',
            examples: [],
          },
        ]),
  ];
}

/** Anybody: whether a tag can be of two lines does not depend on whose it is. */
const somebody = { id: "0", slug: "s" };

/** A line's pattern with something in place of each placeholder. */
const filled = ({ pattern }: TagLine) => pattern.replace(/\{[A-Za-z_]+\}/g, "0");

function overlaps(plan: TagLine[]): TagFinding[] {
  return plan.flatMap((line) =>
    plan
      .filter(
        (other) =>
          other !== line &&
          other.scope !== line.scope &&
          classifyTag(filled(line), somebody, [other]).planned !== null,
      )
      .map((other) => ({
        code: "overlap" as const,
        severity: "warning" as const,
        patterns: [line.pattern, other.pattern],
        message: `A tag can be both ${line.pattern} (${line.scope}) and ${other.pattern} (${other.scope}). The line with more fixed letters counts.`,
        todo: "Give the two different beginnings, or the same scope.",
        examples: [],
      })),
  );
}

function owners(plan: TagLine[]): TagFinding[] {
  const nobodys = plan.filter(({ owner }) => owner.trim() === "").map(({ pattern }) => pattern);
  if (nobodys.length === 0) return [];
  return [
    {
      code: "no_owner",
      severity: "warning",
      patterns: nobodys,
      message: `${nobodys.length === 1 ? "A line has" : "Lines have"} no owner: when a purge by ${nobodys.length === 1 ? "it" : "them"} fails, nobody knows whom to ask.`,
      todo: "Write down the team or service that sends it.",
      examples: [],
    },
  ];
}

function limits(pages: SeenPage[], sent: Sent[]): TagFinding[] {
  const full = pages.filter(
    ({ bytes, tags }) => bytes >= nearHeaderBytes || tags.length >= mostTags * 0.9,
  );
  const over = full.filter(({ bytes, tags }) => bytes > mostHeaderBytes || tags.length > mostTags);
  const long = sent.filter(({ tag }) => tag.length > mostTagLength);
  return [
    ...(full.length === 0
      ? []
      : [
          {
            code: "header_limit" as const,
            severity: over.length > 0 ? ("error" as const) : ("warning" as const),
            patterns: [],
            message: `${over.length > 0 ? "Pages are over" : "Pages come near"} what Cloudflare takes of Cache-Tag (16 KB, about 1,000 tags): the largest seen has ${Math.max(...full.map(({ bytes }) => bytes)).toLocaleString("en")} bytes and ${Math.max(...full.map(({ tags }) => tags.length))} tags. Tags beyond that purge nothing.`,
            todo: "Send fewer tags with these pages: one for a list in place of one for each of its rows.",
            examples: sentBy(full),
          },
        ]),
    ...(long.length === 0
      ? []
      : [
          {
            code: "tag_limit" as const,
            severity: "error" as const,
            patterns: [],
            message: `${long.length === 1 ? "A tag has" : `${long.length} tags have`} more than 1,024 characters: no purge call takes ${long.length === 1 ? "it" : "them"}.`,
            todo: "Send a digest in place of a long value.",
            examples: long.flatMap(({ pages: of }) => sentBy(of)).slice(0, mostExamples),
          },
        ]),
  ];
}

function sharedLines(plan: TagLine[]): TagFinding[] {
  const patterns = plan
    .filter(({ scope }) => scope === "shared" || scope === "unknown")
    .map(({ pattern }) => pattern);
  if (patterns.length === 0) return [];
  return [
    {
      code: "shared",
      severity: "note",
      patterns,
      message: "Pages of several tenants carry these: a purge by one makes all of them cold.",
      todo: "Nothing to mend. By the policy such a purge may wait for a second person.",
      examples: [],
    },
  ];
}

const order = ["error", "warning", "note"];

/**
 * What is wrong with a tag plan, held against itself and against what origins were seen to send. Worst first.
 *
 * @param hasOrigin whether the zone's set-up says where its origin is
 */
export function lintTagPlan(plan: TagLine[], pages: SeenPage[], hasOrigin: boolean): TagFinding[] {
  const sent = allSent(pages);
  const spellings = findSpellings(plan, pages);
  return [
    ...missingTenantTags(plan, pages),
    ...spellings.findings,
    ...tenantLines(plan),
    ...strayTags(plan, sent),
    ...unplanned(plan, sent, spellings.tags),
    ...overlaps(plan),
    ...owners(plan),
    ...limits(pages, sent),
    ...unseen(plan, pages, hasOrigin),
    ...sharedLines(plan),
  ].toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}
