import { type Role, roles } from "@/lib/schemas/words";
import { practiceZones } from "@/prisma/practice/world";
import { aDiagnosis, affected, aLeasedTask, aWatch, watchBody } from "./role-places";
import type { Expected } from "./expected";

const whoProbes: readonly Role[] = ["support", "engineer", "admin"];

/** The canary, the watch, diagnoses and probe agents: what changes something. */
export const changingByProbes: Record<string, Expected> = {
  "POST /api/v1/canaries/[zoneId]/runs": {
    allowed: ["engineer", "admin"],
    status: 202,
    place: () => ({ path: `/api/v1/canaries/${practiceZones[0].id}/runs`, body: {} }),
  },
  "POST /api/v1/diagnoses": {
    allowed: whoProbes,
    status: 201,
    place: () => ({
      path: "/api/v1/diagnoses",
      body: { tenantId: affected.id, address: "/billing" },
    }),
  },
  "POST /api/v1/watches": {
    allowed: whoProbes,
    status: 201,
    place: () => ({ path: "/api/v1/watches", body: watchBody }),
  },
  "POST /api/v1/watches/[watchId]/rounds": {
    allowed: whoProbes,
    status: 200,
    ownOnly: true,
    place: async (engineer) => ({ path: await aWatch(engineer, "/rounds"), body: {} }),
  },
  "POST /api/v1/watches/[watchId]/ending": {
    allowed: whoProbes,
    status: 200,
    ownOnly: true,
    place: async (engineer) => ({ path: await aWatch(engineer, "/ending"), body: {} }),
  },
  "POST /api/v1/probe-tasks/claims": {
    allowed: [],
    status: 200,
    services: true,
    place: () => ({ path: "/api/v1/probe-tasks/claims", body: {} }),
  },
  "POST /api/v1/probe-tasks/[taskId]/answer": {
    allowed: [],
    status: 200,
    services: true,
    placeFor: aLeasedTask,
    place: () => ({ path: `/api/v1/probe-tasks/${crypto.randomUUID()}/answer`, body: {} }),
  },
};

/** What of it only reads. */
export const readingByProbes: Record<string, Expected> = {
  "GET /api/v1/canaries": {
    allowed: roles,
    status: 200,
    place: () => ({ path: "/api/v1/canaries" }),
  },
  "GET /api/v1/diagnoses": {
    allowed: roles,
    status: 200,
    place: () => ({ path: "/api/v1/diagnoses" }),
  },
  "GET /api/v1/diagnoses/[diagnosisId]": {
    allowed: roles,
    status: 200,
    place: async (engineer) => ({ path: `/api/v1/diagnoses/${await aDiagnosis(engineer)}` }),
  },
  "GET /api/v1/watches/[watchId]": {
    allowed: roles,
    status: 200,
    place: async (engineer) => ({ path: await aWatch(engineer) }),
  },
  "GET /api/v1/probe-agents": {
    allowed: roles,
    status: 200,
    place: () => ({ path: "/api/v1/probe-agents" }),
  },
};
