import { mostWatched } from "@/lib/schemas/watch-limits";

export interface PageChoice {
  tenantId: string;
  path: string;
}

export const keyOf = ({ tenantId, path }: PageChoice) => `${tenantId} ${path}`;

/**
 * The pages that are chosen before anybody chooses: of each tenant in turn the first, the second and so on,
 * as many as one watch takes.
 */
export function firstChoice(tenants: readonly (readonly PageChoice[])[]): PageChoice[] {
  const longest = Math.max(0, ...tenants.map((pages) => pages.length));
  const turns = Array.from({ length: longest }, (_, at) =>
    tenants.flatMap((pages) => pages[at] ?? []),
  );
  return turns.flat().slice(0, mostWatched);
}

/** What is chosen: the first choice, but for what was changed by hand. */
export function chosenOf(
  tenants: readonly (readonly PageChoice[])[],
  changed: ReadonlyMap<string, boolean>,
): PageChoice[] {
  const first = new Set(firstChoice(tenants).map(keyOf));
  return tenants.flat().filter((page) => changed.get(keyOf(page)) ?? first.has(keyOf(page)));
}
