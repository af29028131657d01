import type { PracticeZone, WorldIndex } from "../practice-world";
import { apiSuccess, type ApiAnswer } from "./api-envelope";

const MAX_PER_PAGE = 50;

/** GET /zones: all zones, or those with exactly the given name, in pages of at most 50. */
export function listZones(world: WorldIndex, query: URLSearchParams): ApiAnswer {
  const name = query.get("name")?.toLowerCase();
  const zones = world.zones.filter(
    (zone) => name === undefined || zone.name.toLowerCase() === name,
  );
  const perPage = Math.min(wholeNumber(query.get("per_page"), 20), MAX_PER_PAGE);
  const page = wholeNumber(query.get("page"), 1);
  const shown = zones.slice((page - 1) * perPage, page * perPage);
  return {
    status: 200,
    errors: [],
    result: shown.map(zoneAnswer),
    extra: {
      result_info: {
        page,
        per_page: perPage,
        count: shown.length,
        total_count: zones.length,
        total_pages: Math.ceil(zones.length / perPage),
      },
    },
  };
}

/** GET /zones/{id}/environments: those beside production, by the ref that the purge routes take. */
export function listEnvironments({ environments = [] }: PracticeZone): ApiAnswer {
  return apiSuccess({
    environments: environments.map(({ ref, name }) => ({
      ref,
      name,
      expression: "",
      locked_on_deployment: false,
      position: {},
      version: 1,
    })),
  });
}

/** The members of a zone object that a client of purging reads. */
export function zoneAnswer(zone: PracticeZone) {
  return {
    id: zone.id,
    name: zone.name,
    status: "active",
    paused: false,
    type: "full",
    account: { id: zone.accountId, name: `Practice account ${zone.accountId}` },
    plan: { legacy_id: zone.plan, name: zone.plan },
    permissions: ["#cache_purge:edit", "#zone:read"],
  };
}

function wholeNumber(text: string | null, fallback: number): number {
  return text !== null && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : fallback;
}
