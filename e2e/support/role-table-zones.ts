import { type Role, roles } from "@/lib/schemas/words";
import type { Expected } from "./expected";
import { ownZone } from "./role-places";

const everybody = roles;
const whoSyncs: readonly Role[] = ["engineer", "admin"];
const practiceZone = "c0ffee00000000000000000000000001";

/** Zones and their tag plans: what changes them. */
export const zonesChanging: Record<string, Expected> = {
  "PUT /api/v1/zones/[zoneId]": {
    allowed: whoSyncs,
    status: 200,
    place: () => ({ path: `/api/v1/zones/${"5".repeat(32)}`, body: ownZone }),
  },
  "PUT /api/v1/tag-plan/[zone]": {
    allowed: whoSyncs,
    status: 200,
    place: async (engineer) => {
      await engineer.put(`/zones/${"5".repeat(32)}`, ownZone);
      return { path: `/api/v1/tag-plan/${ownZone.name}`, body: { patterns: [] } };
    },
  },
};

/** And what reads them. */
export const zonesReading: Record<string, Expected> = {
  "GET /api/v1/zones": {
    allowed: everybody,
    status: 200,
    place: () => ({ path: "/api/v1/zones" }),
  },
  "GET /api/v1/zones/[zoneId]": {
    allowed: everybody,
    status: 200,
    place: () => ({ path: `/api/v1/zones/${practiceZone}` }),
  },
  "GET /api/v1/tag-plan/[zone]": {
    allowed: everybody,
    status: 200,
    place: () => ({ path: `/api/v1/tag-plan/${practiceZone}` }),
  },
};
