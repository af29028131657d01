export interface TargetLines {
  values: string[];
  duplicates: number;
  blanks: number;
}

/**
 * Reads targets that were typed or pasted, one a line or separated by commas. Blanks between them and
 * repetitions are dropped and counted, so that the form can say what it left out. `normal` brings each
 * into the form that is sent; a trailing line break is not counted as a blank.
 */
export function readTargets(
  text: string,
  normal: (line: string) => string = (l) => l,
): TargetLines {
  const parts = text.trim() === "" ? [] : text.trim().split(/[\n,]/);
  const seen = new Set<string>();
  let duplicates = 0;
  let blanks = 0;
  for (const part of parts) {
    const line = part.trim();
    if (line === "") {
      blanks += 1;
      continue;
    }
    const value = normal(line);
    if (seen.has(value)) duplicates += 1;
    seen.add(value);
  }
  return { values: [...seen], duplicates, blanks };
}

/** "2 duplicates and 1 blank dropped", or nothing when nothing was. */
export function droppedInWords({ duplicates, blanks }: TargetLines): string | null {
  const parts = [];
  if (duplicates > 0) parts.push(`${duplicates} ${duplicates === 1 ? "duplicate" : "duplicates"}`);
  if (blanks > 0) parts.push(`${blanks} ${blanks === 1 ? "blank" : "blanks"}`);
  return parts.length === 0 ? null : `${parts.join(" and ")} dropped`;
}

/** The text with a target added on its own line, or taken out wherever it stands. */
export function toggleTarget(text: string, value: string, on: boolean): string {
  const lines = text.split(/[\n,]/).map((line) => line.trim());
  const others = lines.filter((line) => line !== "" && line !== value);
  return (on ? [...others, value] : others).join("\n");
}
