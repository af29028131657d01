interface Waiting<Item, Answer> {
  item: Item;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
}

/**
 * Has work done together where it comes faster than it is done: what comes while a run is under way goes together in
 * the next one. Nothing waits for company, so what comes alone is done at once.
 *
 * @param run does it, and answers one for each item in their order; what it throws is told to all of them
 * @param most items of one run
 * @returns a function that takes an item, among those with the same key
 */
export function goTogether<Item, Answer>(
  run: (items: Item[]) => Promise<Answer[]>,
  most: number,
): (key: string, item: Item) => Promise<Answer> {
  const lines = new Map<string, Waiting<Item, Answer>[]>();

  const runAll = async (key: string, line: Waiting<Item, Answer>[]) => {
    while (line.length > 0) {
      const some = line.splice(0, most);
      try {
        const answers = await run(some.map(({ item }) => item));
        some.forEach(({ resolve }, at) => resolve(answers[at] as Answer));
      } catch (error) {
        for (const { reject } of some) reject(error);
      }
    }
    lines.delete(key);
  };

  return (key, item) =>
    new Promise((resolve, reject) => {
      const line = lines.get(key);
      if (line !== undefined) {
        line.push({ item, resolve, reject });
        return;
      }
      const begun = [{ item, resolve, reject }];
      lines.set(key, begun);
      void runAll(key, begun);
    });
}
