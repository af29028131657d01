import type { OriginEvidence, ProbeEvidence } from "@/lib/domain/comparisons/evidence";
import { sendProbe } from "@/lib/edge/probe/send-probe";
import { ACME, BETA } from "./practice-fixture";
import { numbersOf, type Scenario } from "./random-scenario";
import type { Colo, TwoCentres } from "./two-centres";

/** The virtual clock stands still while an answer is on its way. */
const answerMs = 5;
export const hostOf = { affected: ACME, control: BETA };
export type Who = keyof typeof hostOf;

/** The probes of a scenario, as the console's prover makes them, and what they brought. */
export class ScenarioProbes {
  private readonly next: () => number;
  readonly probes: Record<Who, ProbeEvidence[]> = { affected: [], control: [] };
  readonly origin: OriginEvidence[] = [];

  constructor(
    private readonly edge: TwoCentres,
    private readonly scenario: Scenario,
  ) {
    this.next = numbersOf(scenario.seed ^ 0x5eed);
  }

  private async probe(who: Who, colo: Colo, variant: string | null): Promise<ProbeEvidence> {
    const startedAt = new Date(this.edge.time.now());
    const answer = await sendProbe({
      host: hostOf[who],
      path: this.scenario.path,
      edge: { scheme: "http", address: this.edge.addressOf(colo) },
      headers: variant === null ? {} : { "accept-language": variant },
    });
    const seen = { ...answer, startedAt, variant, ttfbMs: answerMs };
    this.probes[who].push(seen);
    return seen;
  }

  /** Asks the origin itself for each variant. */
  private async askOrigin(): Promise<void> {
    const { path, variants } = this.scenario;
    await Promise.all(
      variants.map(async (variant) => {
        const startedAt = new Date(this.edge.time.now());
        const { error, fingerprint } = await sendProbe({
          host: ACME,
          path,
          edge: { scheme: "http", address: this.edge.originAddress },
          headers: {
            "x-direct": "1",
            ...(variant === null ? {} : { "accept-language": variant }),
          },
        });
        if (error === null && fingerprint !== null)
          this.origin.push({ startedAt, variant, fingerprint, tags: ["tenant:42"] });
      }),
    );
  }

  /** One round of probes, as the console's prover makes it: all sides at once. Whether all were warm. */
  async round(): Promise<boolean> {
    const { from, flapping, variants } = this.scenario;
    const places = from.map((colo): Colo => {
      if (!flapping || this.next() > 0.3) return colo;
      return colo === "FRA" ? "AMS" : "FRA";
    });
    const asked = this.scenario.asksOrigin ? this.askOrigin() : null;
    const seen = await Promise.all(
      places.flatMap((colo) =>
        variants.flatMap((variant) =>
          (["affected", "control"] as const).map((who) => this.probe(who, colo, variant)),
        ),
      ),
    );
    await asked;
    return seen.every(({ cacheStatus }) => cacheStatus === "HIT");
  }
}
