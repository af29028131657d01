import { afterAll, beforeAll, expect, test } from "vitest";
import { randomScenario } from "@/lib/local-edge/testing/random-scenario";
import { playScenario } from "@/lib/local-edge/testing/run-scenario";
import type { Played } from "@/lib/local-edge/testing/scenario-truth";
import { startTwoCentres, type TwoCentres } from "@/lib/local-edge/testing/two-centres";
import { useTestEnv } from "@/prisma/testing/test-env";
import { verdictScenarios } from "@/prisma/testing/verdict-scenarios";

/** So many edges are played on at the same time. */
const atOnce = 6;
/** Of the scenarios whose evidence suffices, so many may end without a verdict. */
const mostUntold = 0.02;

let edges: TwoCentres[] = [];
const played: Played[] = [];

beforeAll(async () => {
  edges = await Promise.all(Array.from({ length: atOnce }, startTwoCentres));
  const addresses = edges.flatMap((edge) => [
    edge.addressOf("FRA"),
    edge.addressOf("AMS"),
    edge.originAddress,
  ]);
  useTestEnv({ PROBE_PRIVATE_EDGES: addresses.join(",") });
  const seeds = Array.from({ length: verdictScenarios }, (_, index) => index + 1);
  await Promise.all(
    edges.map(async (edge) => {
      for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift())
        played.push(await playScenario(edge, randomScenario(seed)));
    }),
  );
}, 900_000);
/** How often each thing was said, for docs/verdicts.md. */
function tally(of: readonly Played[], word: (one: Played) => string): string {
  const counts = new Map<string, number>();
  for (const one of of) counts.set(word(one), (counts.get(word(one)) ?? 0) + 1);
  return [...counts].map(([name, count]) => `${name} ${count}`).join(", ");
}
afterAll(() => {
  const clear = played.filter(({ scenario, seenWarm }) => scenario.sufficient && seenWarm);
  console.info(
    `${played.length} played: ${tally(played, ({ verdict }) => `${verdict.outcome}/${verdict.code}`)}`,
  );
  console.info(
    `${clear.length} with evidence that suffices: ${tally(clear, ({ verdict }) => verdict.outcome)}`,
  );
  console.info(
    `origin asked: ${played.filter(({ truth }) => truth.behind !== null).length}, of which ${tally(
      played.filter(({ truth }) => truth.behind !== null),
      ({ verdict }) => verdict.code,
    )}`,
  );
});
afterAll(() => Promise.all(edges.map((edge) => edge.close())));

const describe = ({ scenario, verdict, truth }: Played) =>
  JSON.stringify({
    ...{ scenario, verdict, oldStored: [...truth.oldStored] },
    behind: [...(truth.behind ?? [])],
  });

test("no false verified: where it is said, the data centre stores neither the copy nor the content from before", () => {
  const said = played.filter(({ verdict }) => verdict.outcome === "verified");
  const wrong = said.filter(({ verdict, truth }) =>
    verdict.colos.some((colo) => truth.oldStored.has(colo as "FRA")),
  );
  expect(wrong.map(describe)).toEqual([]);
  expect(said.length).toBeGreaterThan(played.length * 0.2);
});

test("what the origin contradicts is not verified: no copy is stored there that is behind what it said last", () => {
  const said = played.filter(
    ({ verdict, truth }) => verdict.outcome === "verified" && truth.behind !== null,
  );
  const wrong = said.filter(({ verdict, truth }) =>
    verdict.colos.some((colo) => truth.behind?.has(colo as "FRA")),
  );
  expect(wrong.map(describe)).toEqual([]);
  expect(said.length).toBeGreaterThan(played.length * 0.1);
});

test("no false isolated: where it is said, the purge took no copy of the control", () => {
  const said = played.filter(({ verdict }) => ["isolated", "refilled"].includes(verdict.code));
  const wrong = said.filter(({ verdict, truth }) =>
    verdict.colos.some((colo) => truth.controlLost.has(colo as "FRA")),
  );
  expect(wrong.map(describe)).toEqual([]);
  expect(said.length).toBeGreaterThan(played.length * 0.15);
});

test("where the evidence suffices, at most 2% end without a verdict, and none with a wrong one", () => {
  const clear = played.filter(({ scenario, seenWarm }) => scenario.sufficient && seenWarm);
  const untold = clear.filter(({ verdict }) =>
    ["cannot_tell", "pending"].includes(verdict.outcome),
  );
  const wrong = clear.filter(
    ({ scenario: { ignored, byUrl }, verdict }) =>
      // A purge by URL that leaves a variant with its old copy is not of the whole page.
      (verdict.outcome === "verified") === (ignored || byUrl),
  );
  const told = wrong.filter((one) => !untold.includes(one));
  expect(told.map(describe)).toEqual([]);
  expect(untold.length / clear.length, untold.map(describe).join("\n")).toBeLessThanOrEqual(
    mostUntold,
  );
  expect(clear.length).toBeGreaterThan(played.length * 0.2);
});

test("a broader purge than it should be is found out where the control was warm", () => {
  const broad = played.filter(
    ({ scenario, seenWarm }) =>
      scenario.broad && !scenario.wide && scenario.sufficient && seenWarm && !scenario.ignored,
  );
  expect(broad.filter(({ verdict }) => verdict.code === "isolated").map(describe)).toEqual([]);
  expect(broad.some(({ verdict }) => verdict.code === "too_broad")).toBe(true);
});

test("a purge that was meant to be wide is never isolated nor too broad, and is verified as any other", () => {
  const wide = played.filter(({ scenario }) => scenario.wide);
  const ofControl = new Set(["isolated", "refilled", "verified", "too_broad"]);
  expect(wide.filter(({ verdict }) => ofControl.has(verdict.code)).map(describe)).toEqual([]);
  const narrow = played.filter(({ scenario }) => !scenario.wide);
  expect(narrow.filter(({ verdict }) => verdict.code === "wide").map(describe)).toEqual([]);
  const cold = wide.filter(({ scenario, verdict }) => scenario.broad && verdict.code === "wide");
  expect(cold.length).toBeGreaterThan(0);
});
