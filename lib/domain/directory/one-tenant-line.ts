import { standsForTenant } from "@/lib/domain/purges/tag-plan";
import type { DirectoryFile } from "@/lib/schemas/directory";
import type { InvalidField } from "@/lib/schemas/errors";
import type { ScopeClass } from "@/lib/schemas/words";

type Lines = DirectoryFile["tagPlan"];

interface Kept {
  zone: string;
  pattern: string;
  scope: ScopeClass;
  routes: string[];
}

/**
 * "Everything of" a tenant is purged by one tag, of the first line that stands for all of one: a second such line
 * would change by which, or leave its own pages as they are. A plan that has two from before can be changed
 * elsewhere.
 *
 * @param lines the file's, in its order
 * @param kept the lines of those zones that are there and stay, where the file does not name them anew
 */
export function secondTenantLines(lines: Lines, kept: readonly Kept[]): InvalidField[] {
  return [...new Set(lines.map(({ zone }) => zone))].flatMap((zone) => {
    const there = kept.filter((line) => line.zone === zone && standsForTenant(line));
    const had = new Set(there.map(({ pattern }) => pattern));
    const own = lines
      .map((line, index) => ({ ...line, index }))
      .filter((line) => line.zone === zone);
    const named = new Set(own.map(({ pattern }) => pattern));
    const stay = own.filter(standsForTenant);
    const first =
      there.find(({ pattern }) => !named.has(pattern)) ??
      stay.find(({ pattern }) => had.has(pattern)) ??
      stay[0];
    return stay
      .filter((line) => line !== first && !had.has(line.pattern))
      .map(({ index }) => ({
        path: `tagPlan[${index}].pattern`,
        message: `"${first?.pattern}" stands for all of a tenant already, and "everything of" one is purged by one tag alone: take that line out first, or give this one another scope`,
      }));
  });
}
