import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

/** What this process has counted since it started, and what prom-client tells of every Node process. */
interface SinceStart {
  registry: Registry;
  calls: Counter<"kind" | "outcome">;
  callSeconds: Histogram<"kind">;
  purgesEnded: Counter<"state">;
  pageViolations: Counter;
}

/** One measured value, as it is at the moment of the scrape. */
export interface Measured {
  name: string;
  help: string;
  values: { labels?: Record<string, string>; value: number }[];
}

const prefix = "purge_console_";

function startCounting(): SinceStart {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    calls: new Counter({
      name: `${prefix}calls_total`,
      help: "Calls to Cloudflare that this process has finished, by what came of them.",
      labelNames: ["kind", "outcome"],
      registers,
    }),
    callSeconds: new Histogram({
      name: `${prefix}call_duration_seconds`,
      help: "How long calls to Cloudflare took, to the end of the answer.",
      labelNames: ["kind"],
      buckets: [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    purgesEnded: new Counter({
      name: `${prefix}purges_ended_total`,
      help: "Purges whose end this process has recorded, by their last state.",
      labelNames: ["state"],
      registers,
    }),
    pageViolations: new Counter({
      name: `${prefix}page_violations_total`,
      help: "What pages' policies kept from running or loading, as browsers of people who are signed in tell it.",
      registers,
    }),
  };
}

// On globalThis: Next loads modules more than once, and the sender's counts are to be seen by the route.
const shared = globalThis as typeof globalThis & { purgeConsoleMetrics?: SinceStart };

function sinceStart(): SinceStart {
  shared.purgeConsoleMetrics ??= startCounting();
  return shared.purgeConsoleMetrics;
}

/** Counts a finished call. */
export function countCall(call: { kind: string; outcome: string; durationMs: number }): void {
  const { kind, outcome, durationMs } = call;
  sinceStart().calls.inc({ kind, outcome });
  sinceStart().callSeconds.observe({ kind }, durationMs / 1000);
}

/** Counts purges that have ended. */
export function countEnded(state: "accepted" | "failed" | "cancelled", count: number): void {
  sinceStart().purgesEnded.inc({ state }, count);
}

/** Counts what a page's policy kept from running or loading. */
export function countPageViolation(): void {
  sinceStart().pageViolations.inc();
}

/**
 * Everything that is measured, in Prometheus's text format: what was counted since the start, and `measured`
 * as it is now. Names get the prefix purge_console_.
 */
export async function writeMetrics(
  measured: Measured[],
): Promise<{ contentType: string; text: string }> {
  // A registry for this scrape alone: what was measured before is not said again.
  const registry = new Registry();
  for (const { name, help, values } of measured) {
    // A gauge without labels begins at 0, which would be a value that nobody measured.
    if (values.length === 0) continue;
    const labelNames = [...new Set(values.flatMap(({ labels = {} }) => Object.keys(labels)))];
    const gauge = new Gauge({ name: prefix + name, help, labelNames, registers: [registry] });
    for (const { labels = {}, value } of values) gauge.set(labels, value);
  }
  const merged = Registry.merge([sinceStart().registry, registry]);
  // prom-client writes "Nan", which is not the format's word for it.
  const text = (await merged.metrics()).replace(/ Nan$/gm, " NaN");
  return { contentType: merged.contentType, text };
}
