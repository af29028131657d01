import {
  answeredAt,
  type NewerEvidence,
  type ProbeEvidence,
} from "@/lib/domain/comparisons/evidence";
import { judgeComparison } from "@/lib/domain/comparisons/judge-comparison";
import { planNext, settleMs } from "@/lib/domain/proofs/plan-next";
import type { Verdict } from "@/lib/schemas/comparisons";
import { ACME, ask, BETA, TOKEN, ZONE } from "./practice-fixture";
import { type Event, purgeAt, type Scenario } from "./random-scenario";
import type { Played } from "./scenario-truth";
import { hostOf, ScenarioProbes, type Who } from "./scenario-probes";
import { type Colo, colos, type OriginPage, type TwoCentres } from "./two-centres";

const limitMs = 30_000;

class Play {
  private readonly start: number;
  private events: Event[];
  private readonly oldBodies = new Map<string, Set<string>>();
  private readonly oldEntries = new Set<object>();
  private readonly controlLost = new Set<Colo>();
  private readonly sent: ScenarioProbes;
  private newer: NewerEvidence | null = null;
  private controlReached = false;
  private sentAt = 0;
  private wasStale = true;

  constructor(
    private readonly edge: TwoCentres,
    private readonly scenario: Scenario,
  ) {
    this.sent = new ScenarioProbes(edge, scenario);
    this.start = edge.time.now();
    const write =
      scenario.writeMs === null ? [] : [{ kind: "write" as const, at: purgeAt + scenario.writeMs }];
    this.events = [...scenario.events, ...write].sort((a, b) => a.at - b.at);
  }

  private get now(): number {
    return this.edge.time.now() - this.start;
  }

  private get page(): OriginPage {
    const page = this.edge.pages.get(`${ACME}${this.scenario.path}`);
    if (page === undefined) throw new Error("The scenario has no page.");
    return page;
  }

  private key = (colo: Colo, variant: string | null) => `${colo} ${variant ?? ""}`;

  /** Lets time pass until a moment, with all that happens until then. */
  private async until(at: number): Promise<void> {
    for (;;) {
      const arrival = this.edge.nextArrival();
      const arrivesAt = arrival === null ? Infinity : arrival - this.start;
      const eventAt = this.events[0]?.at ?? Infinity;
      const first = Math.min(arrivesAt, eventAt, at);
      if (first > this.now) this.edge.time.advance((first - this.now) / 1_000);
      if (arrivesAt <= first) this.arrive();
      else if (eventAt <= first) await this.happen(this.events.shift());
      else return;
    }
  }

  /** A purge reaches a data centre: what it finds there is what is old from now on. */
  private arrive(): void {
    const { path, variants } = this.scenario;
    this.edge.arrive((colo, tags, carryOut) => {
      const isNamed = tags.has("tenant:42") || tags.size === 0;
      const isOwn = this.sentAt > 0 && this.newer === null && isNamed;
      const stored = (who: Who) =>
        variants.map((one) => this.edge.stored(colo, hostOf[who], path, one ?? ""));
      const before = stored("control").map(
        (entry) => entry && { entry, expiresAt: entry.expiresAt },
      );
      // What was filled in between is a copy from before, though its content may be new.
      if (isOwn) for (const entry of stored("affected")) if (entry) this.oldEntries.add(entry);
      carryOut();
      const after = stored("control");
      const isLost = before.some(
        (one, index) =>
          one !== undefined && (after[index] !== one.entry || one.entry.expiresAt < one.expiresAt),
      );
      if (isLost && isOwn) this.controlLost.add(colo);
    });
  }

  /** Keeps what a data centre stores of the page as what was there before the purge. */
  private remember(colo: Colo): void {
    const { path, variants } = this.scenario;
    for (const variant of variants) {
      const entry = this.edge.stored(colo, ACME, path, variant ?? "");
      if (entry === undefined) continue;
      this.oldEntries.add(entry);
      const key = this.key(colo, variant);
      this.oldBodies.set(key, (this.oldBodies.get(key) ?? new Set()).add(entry.body.toString()));
    }
  }

  private async happen(event: Event | undefined): Promise<void> {
    const { edge, scenario } = this;
    switch (event?.kind) {
      case "visit": {
        const headers = { Host: hostOf[event.who], "Accept-Encoding": "identity" };
        const language = event.variant === null ? {} : { "Accept-Language": event.variant };
        await ask(edge.addressOf(event.colo), scenario.path, {
          headers: { ...headers, ...language },
          timeoutMs: 60_000,
        });
        return;
      }
      case "write":
        this.page.direct += 1;
        if (scenario.lagMs === 0) this.page.version = this.page.direct;
        else this.events.push({ kind: "shown", at: event.at + scenario.lagMs });
        this.events.sort((a, b) => a.at - b.at);
        return;
      case "shown":
        this.page.version = this.page.direct;
        return;
      case "down":
        edge.setDown(true);
        this.events.push({ kind: "down", at: event.at + event.for, for: -1 });
        this.events.sort((a, b) => a.at - b.at);
        if (event.for < 0) edge.setDown(false);
        if (event.for < 0) this.events = this.events.filter(({ kind }) => kind !== "down");
        return;
      case "other_purge":
        await this.callPurge(
          { tags: [event.who === "affected" ? "tenant:42" : "tenant:43"] },
          "purge",
        );
        if (event.who === "control") this.controlReached = true;
        else if (this.sentAt > 0)
          this.newer ??= { kind: "purge", at: new Date(this.edge.time.now()) };
        return;
      case "clock":
        edge.skewMs[event.colo] += event.byMs;
        return;
      case undefined:
        return;
    }
  }

  private async callPurge(selector: object, method: "purge" | "invalidate"): Promise<void> {
    const answer = await ask(this.edge.apiUrl, `/client/v4/zones/${ZONE}/${method}_cache`, {
      method: "POST",
      headers: { Authorization: `Bearer ${TOKEN}` },
      body: JSON.stringify(selector),
      timeoutMs: 60_000,
    });
    if (answer.status !== 200) throw new Error(`The purge was refused: ${answer.text}`);
  }

  private judge(acceptedAt: number): Verdict {
    const { method, byUrl, wide, path, variants } = this.scenario;
    const at = (ms: number) => new Date(this.start + ms);
    return judgeComparison({
      affected: { slug: "acme", probes: this.sent.probes.affected },
      control: { slug: "beta", probes: this.sent.probes.control },
      purge: {
        method,
        sentAt: at(this.sentAt),
        acceptedAt: at(acceptedAt),
        targets: byUrl ? `http://${ACME}${path}` : "tenant:42",
        covers: byUrl ? true : null,
        tags: byUrl ? [] : ["tenant:42"],
        tier: wide ? "shared" : "tenant",
      },
      controlReached: this.controlReached,
      tieredCache: false,
      write: null,
      newer: this.newer,
      origin: this.sent.origin,
      variants:
        variants.length === 1
          ? []
          : variants.map((name) => ({
              name,
              canProbe: true,
              coverage: !byUrl ? ("by_tag" as const) : name === null ? "covered" : "left",
            })),
    });
  }

  private prepare(): void {
    const { edge, scenario } = this;
    const { cacheControl, path, broad } = scenario;
    const first = { version: 1, direct: 1 };
    edge.pages.set(`${ACME}${path}`, { ...first, tags: ["tenant:42"], cacheControl });
    const tags = broad ? ["tenant:43", "tenant:42"] : ["tenant:43"];
    const lasting = "public, s-maxage=3600";
    edge.pages.set(`${BETA}${path}`, { ...first, tags, cacheControl: lasting });
    Object.assign(edge.skewMs, scenario.skewMs);
    if (scenario.ignored) edge.faults.merge({ ignoreTags: ["tenant:42"] });
  }

  private async send(): Promise<number> {
    const { edge, scenario } = this;
    await this.until(purgeAt);
    this.sentAt = this.now;
    // What is there now is from before, whether or not the purge ever arrives.
    for (const colo of colos) this.remember(colo);
    for (const colo of scenario.from)
      for (const variant of scenario.variants) {
        const entry = edge.stored(colo, ACME, scenario.path, variant ?? "");
        this.wasStale &&= entry?.body.toString().endsWith("version 1") ?? false;
      }
    edge.setSpread(scenario.spreadMs);
    // Without a language in its key: the other variants are other copies.
    const file = {
      url: `http://${ACME}${scenario.path}`,
      headers: { "CF-Device-Type": "desktop" },
    };
    const selector = scenario.byUrl ? { files: [file] } : { tags: ["tenant:42"] };
    await this.callPurge(selector, scenario.method);
    edge.setSpread({ FRA: 0, AMS: 0 });
    await this.until(this.sentAt + scenario.apiMs);
    return this.now;
  }

  /** Everything from the first probe to the verdict that the proof ends with. */
  async run(): Promise<Played> {
    this.prepare();
    await this.until(purgeAt - this.scenario.leadMs);
    for (let count = 0; count < 3 && this.now + 1_500 <= purgeAt; count += 1) {
      if (await this.sent.round()) break;
      await this.until(this.now + 1_500);
    }
    const acceptedAt = await this.send();
    await this.until(acceptedAt + settleMs);
    for (let rounds = 1; ; rounds += 1) {
      await this.sent.round();
      const verdict = this.judge(acceptedAt);
      const next = planNext(verdict, { rounds, sinceMs: this.now - acceptedAt, limitMs });
      if (next.end) return this.played(verdict, acceptedAt);
      await this.until(this.now + next.waitMs);
    }
  }

  /** Where what is stored is not what the origin said last; null: it was not asked, or did not answer then. */
  private behind(): Set<Colo> | null {
    const last = this.sent.origin.findLast(({ variant }) => variant === null);
    if (last?.startedAt.getTime() !== this.edge.time.now()) return null;
    const { path } = this.scenario;
    const is = ` version ${this.page.direct}`;
    const stored = colos.filter((colo) => this.edge.stored(colo, ACME, path, "") !== undefined);
    return new Set(
      stored.filter(
        (colo) => !this.edge.stored(colo, ACME, path, "")?.body.toString().endsWith(is),
      ),
    );
  }

  private played(verdict: Verdict, acceptedAt: number): Played {
    const { scenario, edge } = this;
    const oldStored = new Set<Colo>();
    for (const colo of colos)
      for (const variant of scenario.variants) {
        const entry = edge.stored(colo, ACME, scenario.path, variant ?? "");
        if (entry === undefined) continue;
        const body = entry.body.toString();
        // What the origin has by now is not old, though it was there before: a variant may have been new already.
        const isOld =
          this.oldBodies.get(this.key(colo, variant))?.has(body) === true &&
          (variant === null || !body.endsWith(` version ${this.page.direct}`));
        if (this.oldEntries.has(entry) || isOld) oldStored.add(colo);
      }
    const key = ({ colo, variant }: ProbeEvidence) => `${colo ?? ""} ${variant ?? ""}`;
    const seenWarm = (["affected", "control"] as const).every((who) => {
      const probes = this.sent.probes[who];
      const before = probes.filter((one) => answeredAt(one) <= this.start + this.sentAt);
      const last = new Map(before.map((one) => [key(one), one.cacheStatus]));
      return probes
        .filter(({ startedAt }) => startedAt.getTime() >= this.start + acceptedAt)
        .every((one) => last.get(key(one)) === "HIT");
    });
    return {
      scenario,
      verdict,
      seenWarm: seenWarm && this.wasStale,
      truth: { oldStored, controlLost: this.controlLost, behind: this.behind() },
    };
  }
}

/** Plays a scenario over the edge's sockets: visitors, faults, the purge, and the probes as the prover makes them. */
export async function playScenario(edge: TwoCentres, scenario: Scenario): Promise<Played> {
  edge.reset();
  return new Play(edge, scenario).run();
}
