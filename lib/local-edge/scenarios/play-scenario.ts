import type { DataCentre } from "../proxy/answer-eligible";
import { callHttp } from "../http/call-http";
import { pause } from "../http/pause";
import { requestPurge } from "../origin/request-purge";
import type { HostOwner, PracticeTenant, PracticeZone, WorldIndex } from "../practice-world";
import { causeScenarios } from "./cause-scenarios";
import { findingScenarios } from "./finding-scenarios";
import type { Scenario, Stage, StagedPurge } from "./scenario";
import type { StagedPages } from "./staged-pages";

/** Tells the console what the practice app did, as a service does: a purge that it sent, a write of its own. */
export type TellConsole = (
  kind: "purge" | "write",
  event: Record<string, unknown>,
) => Promise<void>;

export interface ScenarioParts {
  world: WorldIndex;
  pages: StagedPages;
  centres: ReadonlyMap<string, DataCentre>;
  edges: readonly { colo: string; address: string }[];
  apiBaseUrl: string;
  apiToken: string;
  tell: TellConsole;
  clock: () => number;
}

/** A scenario on the tenant that it has for itself. */
export interface PlacedScenario {
  scenario: Scenario;
  owner: HostOwner;
  neighbour: PracticeTenant;
  host: string;
}

const scenarios: readonly Scenario[] = [...causeScenarios, ...findingScenarios];
const visitTimeoutMs = 10_000;
const maxPageBytes = 1024 * 1024;

/** From the end of the zone's tenants: those at its beginning are what newcomers look at first. */
function tenantFor(tenants: readonly PracticeTenant[], index: number): PracticeTenant | undefined {
  return tenants.at(-1 - (index % tenants.length));
}

/** Every scenario with its tenant; fewer where the first zone has few. */
export function placeScenarios(zones: readonly PracticeZone[]): PlacedScenario[] {
  const [zone] = zones;
  // A canary's tenants are nobody else's: a write or a purge of theirs would be taken for what it tests.
  const tenants = zone?.tenants.filter(({ forCanary }) => forCanary !== true) ?? [];
  if (zone === undefined || tenants.length === 0) return [];
  return scenarios.flatMap((scenario, index) => {
    const tenant = tenantFor(tenants, index);
    const neighbour = tenantFor(tenants, index + 1);
    const host = tenant?.hosts[0];
    if (tenant === undefined || neighbour === undefined || host === undefined) return [];
    return { scenario, owner: { zone, tenant }, neighbour, host };
  });
}

function tellPurge(parts: ScenarioParts, { owner }: PlacedScenario) {
  return async ({ selector, traceId, delayMs, refused = false }: StagedPurge) => {
    const at = parts.clock();
    const token = refused ? "a-token-that-was-revoked" : parts.apiToken;
    const headers: [string, string][] =
      delayMs === undefined ? [] : [["X-Practice-Delay-Ms", String(delayMs)]];
    const report = await requestPurge(parts.apiBaseUrl, token, owner.zone.id, selector, headers);
    await parts.tell("purge", {
      eventId: `${traceId}-${at}`,
      at: new Date(at).toISOString(),
      zone: owner.zone.name,
      tenant: owner.tenant.slug,
      selector,
      traceId,
      result: {
        status: report.accepted ? "accepted" : "failed",
        ...(report.status === null ? {} : { httpStatus: report.status }),
        ...(report.cfRay === null ? {} : { cfRay: report.cfRay }),
        durationMs: parts.clock() - at,
      },
    });
  };
}

function stageOf(parts: ScenarioParts, placed: PlacedScenario): Stage {
  const { scenario, owner, neighbour, host } = placed;
  const { path } = scenario;
  return {
    owner,
    host,
    neighbour,
    url: `http://${host}${path}`,
    pause,
    put: (page) => parts.pages.put(host, path, page),
    drop(method) {
      const selector = { kind: "prefixes" as const, prefixes: [{ host, path }] };
      for (const { cache } of parts.centres.values()) {
        cache.apply(owner.zone.id, method, selector, parts.clock());
      }
    },
    async visit() {
      const visits = parts.edges.map(({ address }) =>
        callHttp({
          ...{ address, method: "GET", path },
          headers: [
            ["Host", host],
            ["Accept-Encoding", "identity"],
          ],
          timeoutMs: visitTimeoutMs,
          maxBytes: maxPageBytes,
        }),
      );
      await Promise.all(visits);
    },
    purge: tellPurge(parts, placed),
    async committed(traceId) {
      const at = parts.clock();
      await parts.tell("write", {
        ...{ eventId: `${traceId}-${at}`, traceId, paths: [path], phase: "committed" },
        at: new Date(at).toISOString(),
        tenant: owner.tenant.slug,
        summary: "amount due changed",
      });
    },
  };
}

/**
 * Sets the practice world up so that asking why finds what a scenario is for. Setting it up again starts anew.
 *
 * @returns where it is; undefined when there is no such scenario
 * @throws whatever went wrong in between: the practice app's purge and reports are in earnest
 */
export async function playScenario(
  parts: ScenarioParts,
  id: string,
): Promise<PlacedScenario | undefined> {
  const placed = placeScenarios(parts.world.zones).find(({ scenario }) => scenario.id === id);
  if (placed !== undefined) await placed.scenario.setUp(stageOf(parts, placed));
  return placed;
}
