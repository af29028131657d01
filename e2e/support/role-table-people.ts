import { roles } from "@/lib/schemas/words";
import type { Expected } from "./expected";
import { personWith } from "./role-places";

const everybody = roles;

/** What changes people and their sessions: one line for each method of each route. */
export const peopleChanging: Record<string, Expected> = {
  // Everybody here is signed in by one session: what would change or end it is asked for in vain.
  "POST /api/v1/people/[personId]/role": {
    allowed: ["admin"],
    status: 409,
    place: async (_engineer, _edge, admin) => ({
      path: `/api/v1/people/${await personWith(admin, "auditor")}/role`,
      body: { role: "auditor", reason: "They have it already" },
    }),
  },
  "POST /api/v1/people/[personId]/disablement": {
    allowed: ["admin"],
    status: 409,
    place: async (_engineer, _edge, admin) => ({
      path: `/api/v1/people/${await personWith(admin, "admin")}/disablement`,
      body: { reason: "Nobody disables themselves" },
    }),
  },
  "POST /api/v1/people/[personId]/enablement": {
    allowed: ["admin"],
    status: 409,
    place: async (_engineer, _edge, admin) => ({
      path: `/api/v1/people/${await personWith(admin, "auditor")}/enablement`,
      body: { reason: "They are enabled already" },
    }),
  },
  "POST /api/v1/people/[personId]/sessions/revocation": {
    allowed: ["admin"],
    status: 404,
    place: () => ({
      path: `/api/v1/people/${crypto.randomUUID()}/sessions/revocation`,
      body: { reason: "A laptop was lost" },
    }),
  },
  "POST /api/v1/sessions/revocation": {
    allowed: everybody,
    status: 200,
    place: () => ({ path: "/api/v1/sessions/revocation", body: { keepCurrent: true } }),
  },
  "POST /api/v1/csp-reports": {
    allowed: everybody,
    status: 200,
    place: () => ({
      path: "/api/v1/csp-reports",
      body: { "csp-report": { "effective-directive": "img-src", "blocked-uri": "data" } },
    }),
  },
  "POST /api/v1/sessions/[sessionId]/revocation": {
    allowed: everybody,
    status: 404,
    place: () => ({ path: `/api/v1/sessions/${crypto.randomUUID()}/revocation`, body: {} }),
  },
};

/** What of them only reads. */
export const peopleReading: Record<string, Expected> = {
  "GET /api/v1/people": {
    allowed: ["admin"],
    status: 200,
    place: () => ({ path: "/api/v1/people" }),
  },
  "GET /api/v1/people/[personId]": {
    allowed: ["admin"],
    status: 200,
    place: async (_engineer, _edge, admin) => ({
      path: `/api/v1/people/${await personWith(admin, "auditor")}`,
    }),
  },
  "GET /api/v1/sessions": {
    allowed: everybody,
    status: 200,
    place: () => ({ path: "/api/v1/sessions" }),
  },
};
