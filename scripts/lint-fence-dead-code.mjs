// A check that looked at nothing passes. Knip tells this how many files it has read.

const fewest = 100;

export default function refuseEmptyRuns(options) {
  const { processed } = options.counters;
  if (processed < fewest) {
    throw new Error(`Knip looked at ${processed} files; there are at least ${fewest}.`);
  }
  return options;
}
