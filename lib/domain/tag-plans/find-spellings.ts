import { classifyTag, tenantTag } from "@/lib/domain/purges/tag-plan";
import type { TagFinding, TagLine } from "@/lib/schemas/zones";
import type { SeenPage } from "./seen-pages";

const mostExamples = 5;
const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/**
 * What stands before the tenant's own id or slug at the end of a tag: "customer-" of customer-42. null: the tag is
 * not made so.
 */
function beginningOf(tag: string, { id, slug }: SeenPage["tenant"]): [string, string] | null {
  for (const [own, stands] of [
    [slug, "{slug}"],
    [id, "{id}"],
  ] as const) {
    const found = new RegExp(`^([a-z][a-z._-]*[:/=._-])${escaped(own.toLowerCase())}$`).exec(tag);
    if (found?.[1] !== undefined) return [found[1], stands];
  }
  return null;
}

interface Spelling {
  shape: string;
  tenants: Set<string>;
  tags: Set<string>;
  pages: { tag: string; page: SeenPage }[];
}

function spellingsOf(plan: TagLine[], pages: SeenPage[]): Spelling[] {
  const found = new Map<string, Spelling>();
  for (const page of pages) {
    for (const tag of page.tags) {
      if (classifyTag(tag, page.tenant, plan).planned !== null) continue;
      const made = beginningOf(tag, page.tenant);
      if (made === null) continue;
      const shape = made.join("");
      const one = found.get(shape) ?? { shape, tenants: new Set(), tags: new Set(), pages: [] };
      one.tenants.add(page.tenant.slug);
      one.tags.add(tag);
      one.pages.push({ tag, page });
      found.set(shape, one);
    }
  }
  return [...found.values()];
}

/**
 * Tags that name their tenant and are in no line of the plan: `customer-42` where the plan says `tenant:{id}`. With
 * two tenants, each with its own, it is no accident; with one it may be another number.
 *
 * @returns the findings, and the tags that they are about
 */
export function findSpellings(
  plan: TagLine[],
  pages: SeenPage[],
): { findings: TagFinding[]; tags: Set<string> } {
  const line = plan.find((one) => tenantTag({ id: "0", slug: "s" }, [one]) !== null);
  const sure = spellingsOf(plan, pages).filter(
    ({ tenants, shape }) => tenants.size > 1 || shape.endsWith("{slug}"),
  );
  const findings = sure.map(({ shape, tenants, pages: of }): TagFinding => {
    const without = of.filter(
      ({ page }) => line === undefined || !page.tags.includes(tenantTag(page.tenant, [line]) ?? ""),
    );
    const alone =
      line === undefined
        ? "No line of the plan stands for a tenant."
        : without.length === 0
          ? `The pages carry ${line.pattern} as well.`
          : `${without.length} of these pages carry it alone, so a purge of everything of the tenant, by ${line.pattern}, leaves them as they are.`;
    return {
      code: "other_spelling",
      severity: line !== undefined && without.length > 0 ? "error" : "warning",
      patterns: line === undefined ? [] : [line.pattern],
      message: `${shape} names the tenant (${[...tenants].slice(0, mostExamples).join(", ")}) and is in no line of the plan: two tags for one tenant. ${alone}`,
      todo:
        line === undefined
          ? `Add the line ${shape} with the scope tenant.`
          : `Have the service send ${line.pattern} in its place. No second line for all of a tenant: the console would purge by one of the two alone.`,
      examples: of.slice(0, mostExamples).map(({ tag, page: { tenant, path, at } }) => ({
        ...{ tag, path, at },
        tenant: tenant.slug,
      })),
    };
  });
  return { findings, tags: new Set(sure.flatMap(({ tags }) => [...tags])) };
}
