import type { PolicyHistory } from "@/lib/schemas/policies";
import { roles } from "@/lib/schemas/words";
import type { Expected } from "./expected";
import { aWaitingPurge } from "./role-places";

const everybody = roles;

/** What is decided on purges and the policy: one line for each method of each route that changes something. */
export const approvalsChanging: Record<string, Expected> = {
  "POST /api/v1/approvals/[purgeId]/decision": {
    // The admin asked for it, so the admin does not decide.
    allowed: ["engineer"],
    elsewhere: ["admin"],
    status: 200,
    place: async (_engineer, _edge, admin) => ({
      path: `/api/v1/approvals/${await aWaitingPurge(admin)}/decision`,
      body: { decision: "deny", reason: "Purge the invoice instead" },
    }),
  },
  "POST /api/v1/break-glass/[purgeId]/review": {
    allowed: ["admin"],
    // Nobody has gone past the second person: who may is told that, all others that they may not.
    status: 404,
    place: () => ({
      path: `/api/v1/break-glass/${crypto.randomUUID()}/review`,
      body: { note: "The right thing to do" },
    }),
  },
  "PUT /api/v1/people/[personId]/break-glass": {
    allowed: ["admin"],
    status: 404,
    place: () => ({
      path: `/api/v1/people/${crypto.randomUUID()}/break-glass`,
      body: { may: true, reason: "On call this week" },
    }),
  },
  "PUT /api/v1/policy": {
    allowed: ["admin"],
    status: 200,
    place: async (engineer) => {
      const { current } = await engineer.get<PolicyHistory>("/policy");
      const { version: baseVersion, policy } = current;
      return { path: "/api/v1/policy", body: { baseVersion, policy, reason: "Nothing changes" } };
    },
  },
};

/** What of it only reads. */
export const approvalsReading: Record<string, Expected> = {
  "GET /api/v1/approvals": {
    allowed: everybody,
    status: 200,
    place: () => ({ path: "/api/v1/approvals?state=waiting" }),
  },
  "GET /api/v1/approvals/[purgeId]": {
    allowed: everybody,
    status: 200,
    place: async (engineer) => ({ path: `/api/v1/approvals/${await aWaitingPurge(engineer)}` }),
  },
  "GET /api/v1/break-glass": {
    allowed: everybody,
    status: 200,
    place: () => ({ path: "/api/v1/break-glass" }),
  },
  "GET /api/v1/policy": {
    allowed: everybody,
    status: 200,
    place: () => ({ path: "/api/v1/policy" }),
  },
};
