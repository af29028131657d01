import type { DirectoryChange } from "@/lib/schemas/directory-changes";
import type { readDirectory } from "./read-directory";

type State = Awaited<ReturnType<typeof readDirectory>>;

/** What is other after than before, part by part; `named`: how many parts were looked at. */
export function compareStates(
  before: State,
  after: State,
): { changes: DirectoryChange[]; named: number } {
  const keys = [...new Set([...before.keys(), ...after.keys()])];
  const changes = keys.flatMap((key): DirectoryChange[] => {
    const [was, is] = [before.get(key), after.get(key)];
    const one = is ?? was;
    if (one === undefined || JSON.stringify(was?.value) === JSON.stringify(is?.value)) return [];
    const change = was === undefined ? "created" : is === undefined ? "removed" : "changed";
    return [
      {
        part: one.part,
        id: one.id,
        change,
        before: was?.value ?? null,
        after: is?.value ?? null,
      },
    ];
  });
  return { changes, named: keys.length };
}
