import type { MadeToken } from "@/lib/schemas/tokens";
import { type Role, roles } from "@/lib/schemas/words";
import { wholeTenant } from "./console-api";
import type { Expected } from "./expected";
import { approvalsChanging, approvalsReading } from "./role-table-approvals";
import {
  aCancellablePurge,
  aComparison,
  affected,
  anOpenFailure,
  comparisonBody,
  ownTenant,
  serviceToken,
  tenantTag,
} from "./role-places";
import { deskChanging, deskReading } from "./role-table-desk";
import { peopleChanging, peopleReading } from "./role-table-people";
import { zonesChanging, zonesReading } from "./role-table-zones";
import { changingByProbes, readingByProbes } from "./role-table-probes";

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
    place: async (engineer) => ({
      path: "/api/v1/purges",
      body: await engineer.asSeen(wholeTenant(affected)),
    }),
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
  // Only what came back with its old content is purged a second time.
  "POST /api/v1/purges/[purgeId]/second": {
    allowed: whoChanges,
    status: 409,
    place: async (engineer) => ({
      path: `/api/v1/purges/${await aCancellablePurge(engineer)}/second`,
      body: {},
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
  ...changingByProbes,
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
  ...approvalsChanging,
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
  ...zonesChanging,
  "POST /api/v1/directory/imports": {
    allowed: whoSyncs,
    status: 200,
    place: () => ({
      path: "/api/v1/directory/imports?dryRun=true",
      body: { tenants: [{ id: "role-table", ...ownTenant }] },
    }),
  },
  "POST /api/v1/audit/verification": {
    allowed: ["auditor", "admin"],
    status: 200,
    place: () => ({ path: "/api/v1/audit/verification", body: {} }),
  },
  ...deskChanging,
  ...peopleChanging,
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
  "GET /api/v1/purges/[purgeId]/evidence": {
    allowed: everybody,
    status: 200,
    place: async (engineer, edge) => ({
      path: `/api/v1/purges/${await anOpenFailure(engineer, edge)}/evidence`,
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
  ...approvalsReading,
  "GET /api/v1/comparisons/[comparisonId]/content": {
    allowed: everybody,
    status: 200,
    place: async (engineer) => ({
      path: `/api/v1/comparisons/${(await aComparison(engineer)).id}/content`,
    }),
  },
  ...readingByProbes,
  "GET /api/v1/tokens": {
    allowed: ["admin"],
    status: 200,
    place: () => ({ path: "/api/v1/tokens" }),
  },
  ...deskReading,
  ...peopleReading,
  "GET /api/v1/audit": {
    allowed: ["engineer", "auditor", "admin"],
    status: 200,
    place: () => ({ path: "/api/v1/audit" }),
  },
  ...zonesReading,
  "GET /api/v1/retention": {
    allowed: ["engineer", "auditor", "admin"],
    status: 200,
    place: () => ({ path: "/api/v1/retention" }),
  },
  "GET /api/v1/audit/sealing": {
    allowed: ["engineer", "auditor", "admin"],
    status: 200,
    place: () => ({ path: "/api/v1/audit/sealing" }),
  },
  "GET /api/v1/audit/export": {
    allowed: ["engineer", "auditor", "admin"],
    status: 200,
    place: () => ({ path: "/api/v1/audit/export?tenant=none" }),
  },
  "GET /api/v1/[...unknown]": { ...unknown, place: () => ({ path: "/api/v1/nothing/here" }) },
};
