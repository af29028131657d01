import { readFileTarget } from "@/lib/edge/file-target";
import {
  classifyTag,
  onRoutes,
  type PlannedTag,
  type TagOwner,
} from "@/lib/domain/purges/tag-plan";
import { fileHeaders, fileUrl } from "@/lib/schemas/files";
import type { PastPurge, StalePage } from "./stale-evidence";

/**
 * names: it named this copy of the page. planned: by the tag plan it did, and the origin's tags are not known.
 * tag_missing: it named tags that the page should carry, and the origin does not send them. other_variant: it
 * named another copy of the page. unknown: it named tags, and nobody knows whether the page carries them.
 */
export type Coverage = "names" | "planned" | "tag_missing" | "other_variant" | "unknown" | "no";

export interface TaggedPage extends StalePage {
  tenant: TagOwner;
  plan: PlannedTag[];
  /** What the origin sends; null: not known. */
  tags: readonly string[] | null;
}

const pathnameOf = ({ path }: StalePage) => path.split("?")[0] ?? path;

/** Whether a page of the tenant should carry a tag, by the plan and by the id in its address. */
export function isExpected(tag: string, page: TaggedPage): boolean {
  const { scope, planned, foreign } = classifyTag(tag, page.tenant, page.plan);
  if (planned === null || foreign) return false;
  if (scope !== "object") return planned.routes.length === 0 || onRoutes(page.path, planned.routes);
  // One invoice's tag is expected on that invoice's page, not on every page of the route.
  const id = tag
    .split(/[^\w-]/)
    .at(-1)
    ?.toLowerCase();
  return (
    id !== "" &&
    pathnameOf(page)
      .toLowerCase()
      .split("/")
      .includes(id ?? "")
  );
}

function coverByTags({ targets }: PastPurge, page: TaggedPage, joined: boolean): Coverage {
  const { tags } = page;
  if (tags?.some((tag) => targets.includes(tag)) === true) return "names";
  const expected = targets.some((tag) => isExpected(tag, page));
  if (tags !== null) return expected || joined ? "tag_missing" : "no";
  if (expected) return "planned";
  const foreign = targets.every((tag) => classifyTag(tag, page.tenant, page.plan).foreign);
  return foreign ? "no" : "unknown";
}

function coverByFile(target: string, page: TaggedPage): Coverage {
  const file = readFileTarget(target);
  const url = new URL(fileUrl(file));
  if (url.hostname !== page.host || url.pathname !== pathnameOf(page)) return "no";
  // The query is part of the cache key.
  if (url.pathname + url.search !== page.path) return "other_variant";
  const named = new Map(fileHeaders(file).map(([name, value]) => [name.toLowerCase(), value]));
  // A header of the key that a purge by URL leaves out counts as empty: it names the copy without it.
  const same = [...named.keys(), ...page.keyedBy].every(
    (name) => (named.get(name) ?? "") === (page.sent[name] ?? ""),
  );
  return same ? "names" : "other_variant";
}

/** The strongest first. */
const order = ["names", "other_variant", "no"] as const;

/**
 * Whether a purge named the copy of the page that was probed.
 *
 * @param joined the purge belongs to a write on this page: its tags are meant for it
 */
export function coverageOf(purge: PastPurge, page: TaggedPage, joined: boolean): Coverage {
  const { kind, targets } = purge;
  switch (kind) {
    case "everything":
      return "names";
    case "hosts":
      return targets.includes(page.host) ? "names" : "no";
    case "prefixes": {
      const address = page.host + pathnameOf(page);
      return targets.some((prefix) => address.startsWith(prefix)) ? "names" : "no";
    }
    case "files": {
      const covers = targets.map((target) => coverByFile(target, page));
      return order.find((one) => covers.includes(one)) ?? "no";
    }
    case "tags":
      return coverByTags(purge, page, joined);
  }
}
