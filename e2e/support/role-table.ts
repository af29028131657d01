import type { MadeToken } from "@/lib/schemas/tokens";
import { type Role, roles } from "@/lib/schemas/words";
import { type ConsoleApi, wholeTenant } from "./console-api";
import type { PracticeEdge } from "./practice-edge";
import {
  aCancellablePurge,
  aComparison,
  affected,
  anOpenFailure,
  comparisonBody,
  ownTenant,
  ownZone,
  serviceToken,
  tenantTag,
} from "./role-places";

/** Where a request goes. */
export interface Place {
  path: string;
  /** A body that the route takes. */
  body?: unknown;
}

/** What a route answers, and how to get it to answer. */
export interface Expected {
  /** Who may; everybody else gets 403. */
  allowed: readonly Role[];
  /** The status for those who may. */
  status: number;
  /** An address and a body that exist, made by the engineer, or where only an admin can by the admin. */
  place: (engineer: ConsoleApi, edge: PracticeEdge, admin: ConsoleApi) => Promise<Place> | Place;
  /** false: the route takes any body. */
  strict?: boolean;
  /** Whether it is for services alone: what it takes is tested with their tokens. */
  services?: boolean;
}

const everybody = roles;
const whoChanges: readonly Role[] = ["support", "engineer", "admin"];
const whoSyncs: readonly Role[] = ["engineer", "admin"];

const unknown: Expected = {
  allowed: everybody,
  status: 404,
  place: () => ({ path: "/api/v1/nothing/here", body: {} }),
  strict: false,
};

/** What changes something, and what only looks as if it did: one line for each method of each route. */
export const changing: Record<string, Expected> = {
  "POST /api/v1/purges": {
    allowed: whoChanges,
    status: 202,
    place: () => ({ path: "/api/v1/purges", body: wholeTenant(affected) }),
  },
  "POST /api/v1/purges/plan": {
    allowed: whoChanges,
    status: 200,
    place: () => ({ path: "/api/v1/purges/plan", body: tenantTag }),
  },
  "POST /api/v1/purges/[purgeId]/resolution": {
    allowed: whoChanges,
    status: 200,
    place: async (engineer, edge) => ({
      path: `/api/v1/purges/${await anOpenFailure(engineer, edge)}/resolution`,
      body: { reason: "Looked at it, the tag was misspelt" },
    }),
  },
  "POST /api/v1/purges/[purgeId]/cancellation": {
    allowed: whoChanges,
    status: 200,
    place: async (engineer) => ({
      path: `/api/v1/purges/${await aCancellablePurge(engineer)}/cancellation`,
      body: { reason: "It was the wrong invoice" },
    }),
  },
  "POST /api/v1/purges/[purgeId]/retry": {
    allowed: whoChanges,
    status: 200,
    place: async (engineer, edge) => ({
      path: `/api/v1/purges/${await anOpenFailure(engineer, edge)}/retry`,
      body: { reason: "The token is mended" },
    }),
  },
  "POST /api/v1/purges/retries": {
    allowed: whoChanges,
    status: 200,
    place: async (engineer, edge) => {
      await anOpenFailure(engineer, edge);
      return { path: "/api/v1/purges/retries", body: { reason: "The token is mended" } };
    },
  },
  "POST /api/v1/comparisons": {
    allowed: whoChanges,
    status: 201,
    place: () => ({ path: "/api/v1/comparisons", body: comparisonBody }),
  },
  "POST /api/v1/comparisons/[comparisonId]/probes": {
    allowed: whoChanges,
    status: 200,
    place: async (engineer) => ({
      path: `/api/v1/comparisons/${(await aComparison(engineer)).id}/probes`,
      body: {},
    }),
  },
  "POST /api/v1/tokens": {
    allowed: ["admin"],
    status: 201,
    place: () => ({ path: "/api/v1/tokens", body: serviceToken }),
  },
  "POST /api/v1/tokens/[tokenId]/revocation": {
    allowed: ["admin"],
    status: 200,
    place: async (_engineer, _edge, admin) => {
      const { token } = await admin.post<MadeToken>("/tokens", serviceToken, 201);
      return { path: `/api/v1/tokens/${token.id}/revocation`, body: { reason: "No longer used" } };
    },
  },
  "POST /api/v1/purge-events": {
    allowed: [],
    status: 200,
    place: () => ({ path: "/api/v1/purge-events", body: {} }),
    services: true,
  },
  "POST /api/v1/writes": {
    allowed: [],
    status: 200,
    place: () => ({ path: "/api/v1/writes", body: {} }),
    services: true,
  },
  "PUT /api/v1/tenants/[tenantId]": {
    allowed: whoSyncs,
    status: 200,
    place: () => ({ path: "/api/v1/tenants/role-table", body: ownTenant }),
  },
  "DELETE /api/v1/tenants/[tenantId]": {
    allowed: whoSyncs,
    status: 200,
    place: async (engineer) => {
      await engineer.put("/tenants/role-table", ownTenant);
      return { path: "/api/v1/tenants/role-table", body: {} };
    },
  },
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
  "POST /api/v1/directory/imports": {
    allowed: whoSyncs,
    status: 200,
    place: () => ({
      path: "/api/v1/directory/imports?dryRun=true",
      body: { tenants: [{ id: "role-table", ...ownTenant }] },
    }),
  },
  "POST /api/v1/[...unknown]": unknown,
  "PUT /api/v1/[...unknown]": unknown,
  "PATCH /api/v1/[...unknown]": unknown,
  "DELETE /api/v1/[...unknown]": unknown,
};

/** What only reads. */
export const reading: Record<string, Expected> = {
  "GET /api/v1/openapi.json": {
    allowed: everybody,
    status: 200,
    place: () => ({ path: "/api/v1/openapi.json" }),
  },
  "GET /api/v1/overview": {
    allowed: everybody,
    status: 200,
    place: () => ({ path: "/api/v1/overview" }),
  },
  "GET /api/v1/search": {
    allowed: everybody,
    status: 200,
    place: () => ({ path: "/api/v1/search?q=acme" }),
  },
  "GET /api/v1/tenants": {
    allowed: everybody,
    status: 200,
    place: () => ({ path: "/api/v1/tenants" }),
  },
  "GET /api/v1/tenants/[tenantId]": {
    allowed: everybody,
    status: 200,
    place: () => ({ path: `/api/v1/tenants/${affected.id}` }),
  },
  "GET /api/v1/tenants/[tenantId]/timeline": {
    allowed: everybody,
    status: 200,
    place: () => ({ path: `/api/v1/tenants/${affected.id}/timeline` }),
  },
  "GET /api/v1/purges/[purgeId]/timeline": {
    allowed: everybody,
    status: 200,
    place: async (engineer, edge) => ({
      path: `/api/v1/purges/${await anOpenFailure(engineer, edge)}/timeline`,
    }),
  },
  "GET /api/v1/tenants/[tenantId]/controls": {
    allowed: everybody,
    status: 200,
    place: () => ({ path: `/api/v1/tenants/${affected.id}/controls?path=%2Fbilling` }),
  },
  "GET /api/v1/purges": {
    allowed: everybody,
    status: 200,
    place: () => ({ path: "/api/v1/purges" }),
  },
  "GET /api/v1/purges/export": {
    allowed: everybody,
    status: 200,
    place: () => ({ path: "/api/v1/purges/export?format=csv&ticket=ZD-NONE" }),
  },
  "GET /api/v1/purges/[purgeId]": {
    allowed: everybody,
    status: 200,
    place: async (engineer, edge) => ({
      path: `/api/v1/purges/${await anOpenFailure(engineer, edge)}`,
    }),
  },
  "GET /api/v1/events": {
    allowed: everybody,
    status: 200,
    place: () => ({ path: "/api/v1/events?follow=false" }),
  },
  "GET /api/v1/comparisons": {
    allowed: everybody,
    status: 200,
    place: () => ({ path: "/api/v1/comparisons" }),
  },
  "GET /api/v1/comparisons/[comparisonId]": {
    allowed: everybody,
    status: 200,
    place: async (engineer) => ({
      path: `/api/v1/comparisons/${(await aComparison(engineer)).id}`,
    }),
  },
  "GET /api/v1/tokens": {
    allowed: ["admin"],
    status: 200,
    place: () => ({ path: "/api/v1/tokens" }),
  },
  "GET /api/v1/audit": {
    allowed: ["engineer", "auditor", "admin"],
    status: 200,
    place: () => ({ path: "/api/v1/audit" }),
  },
  "GET /api/v1/[...unknown]": { ...unknown, place: () => ({ path: "/api/v1/nothing/here" }) },
};
