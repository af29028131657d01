import type { APIRequestContext } from "@playwright/test";
import type { Comparison } from "@/lib/schemas/comparisons";
import type { Problem } from "@/lib/schemas/errors";
import { type Role, roles } from "@/lib/schemas/words";
import { expect, test } from "./fixtures";
import { apiRoutes } from "./support/api-routes";
import { type ConsoleApi, wholeTenant } from "./support/console-api";
import type { PracticeEdge } from "./support/practice-edge";
import { tenantOf } from "./support/tenants";

interface Place {
  path: string;
  /** A body that the route takes. */
  body?: unknown;
}

interface Expected {
  /** Who may; everybody else gets 403. */
  allowed: readonly Role[];
  /** The status for those who may. */
  status: number;
  /** An address and a body that exist, made by the engineer. */
  place: (engineer: ConsoleApi, edge: PracticeEdge) => Promise<Place> | Place;
  /** false: the route takes any body. */
  strict?: boolean;
}

const everybody = roles;
const whoChanges: readonly Role[] = ["support", "engineer", "admin"];
const affected = tenantOf("amber-freight");
const control = tenantOf("amber-analytics");

const tenantTag = {
  tenantId: affected.id,
  method: "purge",
  selector: { tags: [`tenant:${affected.id}`] },
};
const comparisonBody = {
  affected: { tenantId: affected.id },
  control: { tenantId: control.id },
  path: "/billing",
};

async function aComparison(engineer: ConsoleApi): Promise<Comparison> {
  return engineer.compare(affected.id, control.id, "/billing");
}

async function anOpenFailure(engineer: ConsoleApi, edge: PracticeEdge): Promise<string> {
  await edge.setFaults({ apiStatus: { mode: "error", status: 403, count: 1 } });
  const { id } = await engineer.purge(wholeTenant(affected));
  expect((await engineer.finished(id)).status).toBe("failed");
  return id;
}

const unknown: Expected = {
  allowed: everybody,
  status: 404,
  place: () => ({ path: "/api/v1/nothing/here", body: {} }),
  strict: false,
};

/** What changes something, and what only looks as if it did: one line for each method of each route. */
const changing: Record<string, Expected> = {
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
  "POST /api/v1/[...unknown]": unknown,
  "PUT /api/v1/[...unknown]": unknown,
  "PATCH /api/v1/[...unknown]": unknown,
  "DELETE /api/v1/[...unknown]": unknown,
};

/** What only reads. */
const reading: Record<string, Expected> = {
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
  "GET /api/v1/purges/[purgeId]": {
    allowed: everybody,
    status: 200,
    place: async (engineer, edge) => ({
      path: `/api/v1/purges/${await anOpenFailure(engineer, edge)}`,
    }),
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
  "GET /api/v1/audit": {
    allowed: ["engineer", "auditor", "admin"],
    status: 200,
    place: () => ({ path: "/api/v1/audit" }),
  },
  "GET /api/v1/[...unknown]": { ...unknown, place: () => ({ path: "/api/v1/nothing/here" }) },
};

const routes = apiRoutes();
const isRead = (method: string) => method === "GET" || method === "HEAD";

async function send(
  http: APIRequestContext,
  method: string,
  { path, body }: Place,
  more: { headers?: Record<string, string>; data?: string } = {},
) {
  const data = more.data ?? body;
  return http.fetch(path, {
    method,
    headers: { "Idempotency-Key": crypto.randomUUID(), ...more.headers },
    // As bytes: Playwright would make text that is no JSON into JSON.
    ...(data === undefined ? {} : { data: typeof data === "string" ? Buffer.from(data) : data }),
  });
}

test("each method of each route has its line in the table", () => {
  const inFiles = routes.map(({ name }) => name).sort();
  const inTable = [...Object.keys(changing), ...Object.keys(reading)].sort();
  expect(inFiles.length).toBeGreaterThan(10);
  expect(inFiles).toEqual(inTable);
});

for (const { name, method } of routes) {
  const expected = isRead(method) ? reading[name] : changing[name];

  test.describe(name, () => {
    test("answers each role as the table says", async ({ apiAs, edge }) => {
      expect(expected, `${name} has no line in the table`).toBeDefined();
      if (expected === undefined) return;
      const engineer = await apiAs("engineer");
      for (const role of roles) {
        const may = expected.allowed.includes(role);
        // A new place for each: closing a failure works once.
        const place = await expected.place(engineer, edge);
        const answer = await send((await apiAs(role)).http, method, place);
        expect(answer.status(), `${role}: ${await answer.text()}`).toBe(
          may ? expected.status : 403,
        );
        if (!may) {
          const problem = (await answer.json()) as Problem;
          expect(problem, role).toMatchObject({ code: "not_allowed", status: 403 });
        }
      }
    });

    test("answers 401 without a session, and with a made-up one", async ({
      apiAs,
      stranger,
      edge,
    }) => {
      if (expected === undefined) return;
      const place = await expected.place(await apiAs("engineer"), edge);
      const cookies: Record<string, string>[] = [
        {},
        { Cookie: "next-auth.session-token=nonsense" },
      ];
      for (const headers of cookies) {
        const answer = await send(stranger, method, place, { headers });
        expect(answer.status()).toBe(401);
        expect(await answer.json()).toMatchObject({ code: "not_signed_in" });
      }
    });

    if (isRead(method)) return;

    test("refuses another site's request, whoever is signed in", async ({ apiAs, edge }) => {
      if (expected === undefined) return;
      const engineer = await apiAs("engineer");
      const place = await expected.place(engineer, edge);
      const foreign: Record<string, string>[] = [
        { Origin: "https://evil.example" },
        { Origin: "null" },
        { "Sec-Fetch-Site": "cross-site" },
        { "Sec-Fetch-Site": "same-site" },
      ];
      for (const role of roles) {
        for (const headers of foreign) {
          const answer = await send((await apiAs(role)).http, method, place, { headers });
          expect(answer.status(), `${role} ${JSON.stringify(headers)}`).toBe(403);
          expect(await answer.json()).toMatchObject({ code: "foreign_origin" });
        }
      }
    });

    test("takes JSON only, and only what it knows", async ({ apiAs, edge }) => {
      if (expected === undefined) return;
      const engineer = await apiAs("engineer");
      const place = await expected.place(engineer, edge);
      const text = JSON.stringify(place.body);
      const json = { "Content-Type": "application/json" };
      // An address that is none looks at no body: it is not found, whatever is sent.
      const looks = expected.strict !== false;
      const cases: [string, number, Record<string, string>, string][] = [
        ["text/plain", looks ? 415 : 404, { "Content-Type": "text/plain" }, text],
        ["a form", looks ? 415 : 404, { "Content-Type": "multipart/form-data" }, "a=1"],
        ["broken JSON", looks ? 400 : 404, json, "{"],
        ...(!looks
          ? []
          : ([
              ["no object", 400, json, "[]"],
              [
                "an unknown field",
                400,
                json,
                text.replace(/^\{/, '{"surprise":1,').replace(",}", "}"),
              ],
              ["an unknown query", 400, json, text],
            ] satisfies [string, number, Record<string, string>, string][])),
      ];
      for (const [what, status, headers, data] of cases) {
        const path = what === "an unknown query" ? `${place.path}?surprise=1` : place.path;
        const answer = await send(engineer.http, method, { path }, { headers, data });
        expect(answer.status(), `${what}: ${await answer.text()}`).toBe(status);
        expect(answer.headers()["content-type"]).toContain("application/problem+json");
      }
    });
  });
}

test("a method that a route does not have is answered in problem+json as well", async ({
  apiAs,
}) => {
  const { http } = await apiAs("engineer");
  for (const { method, path } of [
    { method: "PUT", path: "/api/v1/purges" },
    { method: "PATCH", path: "/api/v1/comparisons" },
    { method: "DELETE", path: "/api/v1/tenants" },
    { method: "POST", path: "/api/v1/audit" },
  ]) {
    const answer = await send(http, method, { path, body: {} });
    expect(answer.status(), `${method} ${path}`).toBe(405);
    expect(answer.headers()["content-type"] ?? "").toContain("application/problem+json");
    expect(await answer.json()).toMatchObject({ code: "method_not_allowed", status: 405 });
  }
});
