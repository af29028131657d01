import type { APIRequestContext } from "@playwright/test";
import type { Problem } from "@/lib/schemas/errors";
import { roles } from "@/lib/schemas/words";
import { expect, test } from "./fixtures";
import { apiRoutes } from "./support/api-routes";
import { ConsoleApi, newApiContext } from "./support/console-api";
import { importFile, withoutGrace } from "./support/import-file";
import { cancelScheduled } from "./support/role-places";
import type { Place } from "./support/expected";
import { changing, reading } from "./support/role-table";

/** What has led past checks that were made before the route itself, or asks for a page in place of an answer. */
const detours: Record<string, string>[] = [
  { RSC: "1" },
  { "Next-Router-Prefetch": "1", Purpose: "prefetch" },
  { RSC: "1", "Next-Router-Segment-Prefetch": "/_tree" },
  { "X-Middleware-Subrequest": "proxy:proxy:proxy:proxy:proxy" },
  { "X-Middleware-Next": "1" },
  { "X-Forwarded-For": "127.0.0.1", "X-Original-URL": "/sign-in" },
];

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

// Only purges of this tier can be cancelled here; the others are sent at once.
const objectGrace = { policies: [{ tier: "object", graceSeconds: 300 }] };
test.beforeAll(async ({ dataDir }) => importFile({ DATA_DIR: dataDir }, objectGrace));
test.afterAll(async ({ dataDir, playwright, consoleUrl: baseURL, sessions }) => {
  await importFile({ DATA_DIR: dataDir }, withoutGrace);
  const http = await newApiContext(playwright.request, baseURL, sessions.engineer);
  await cancelScheduled(new ConsoleApi(http));
  await http.dispose();
});

test("each method of each route has its line in the table", () => {
  const inFiles = routes.map(({ name }) => name).sort();
  const inTable = [...Object.keys(changing), ...Object.keys(reading)].sort();
  expect(inFiles.length).toBeGreaterThan(10);
  expect(inFiles).toEqual(inTable);
});

test("what asks as a proxy's prefetch is answered by Next, with nothing, and reaches no route", async ({
  apiAs,
  stranger,
}) => {
  const headers = { "X-Middleware-Prefetch": "1" };
  const { http } = await apiAs("admin");
  const secret = { name: "never made", service: "billing", verbs: ["read"], source: "app" };
  const data = { ...secret, selectorKinds: ["tags"], expiresInDays: 1 };
  for (const answer of [
    await stranger.get("/api/v1/audit", { headers }),
    await http.get("/api/v1/audit", { headers }),
    await http.post("/api/v1/tokens", { headers, data }),
  ]) {
    expect(await answer.text()).toBe("{}");
    expect(answer.headers()["x-middleware-skip"]).toBe("1");
  }
  expect(await (await http.get("/api/v1/tokens")).text()).not.toContain(secret.name);
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
        const isOthers = expected.ownOnly === true && role !== "engineer";
        // A new place for each: closing a failure works once.
        const place = await expected.place(engineer, edge, await apiAs("admin"));
        const answer = await send((await apiAs(role)).http, method, place);
        expect(answer.status(), `${role}: ${await answer.text()}`).toBe(
          may ? (isOthers ? 404 : expected.status) : 403,
        );
        if (!may) {
          const problem = (await answer.json()) as Problem;
          expect(problem, role).toMatchObject({ code: "not_allowed", status: 403 });
          // Whoever may elsewhere is refused behind the door, once the body is read: a detour changes how it is read.
          if (expected.elsewhere?.includes(role) === true) continue;
          const all = Object.fromEntries(detours.flatMap((one) => Object.entries(one)));
          const detour = await send((await apiAs(role)).http, method, place, { headers: all });
          expect(detour.status(), `${role} by a detour`).toBe(403);
        }
      }
    });

    test("answers 401 without a session, and with a made-up one, by every detour", async ({
      apiAs,
      sessions,
      stranger,
      edge,
    }) => {
      if (expected === undefined) return;
      const place = await expected.place(await apiAs("engineer"), edge, await apiAs("admin"));
      const session = sessions.admin.cookies.find(({ name }) => name.includes("session-token"));
      const cookies: Record<string, string>[] = [
        {},
        { Cookie: "next-auth.session-token=nonsense" },
        // A session is no token: only a cookie, which no other site can have sent along, says who a person is.
        { Authorization: `Bearer ${session?.value ?? ""}` },
        ...detours,
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
      const place = await expected.place(engineer, edge, await apiAs("admin"));
      const foreign: Record<string, string>[] = [
        { Origin: "https://evil.example" },
        { Origin: "http://sibling.localhost" },
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

    test("refuses a request that does not say where it comes from", async ({
      apiAs,
      edge,
      playwright,
      consoleUrl,
      sessions,
    }) => {
      if (expected === undefined) return;
      const place = await expected.place(await apiAs("engineer"), edge, await apiAs("admin"));
      const storageState = sessions.admin;
      const silent = await playwright.request.newContext({ baseURL: consoleUrl, storageState });
      const answer = await send(silent, method, place);
      expect(answer.status()).toBe(403);
      expect(await answer.json()).toMatchObject({ code: "foreign_origin" });
      await silent.dispose();
    });

    if (expected?.services === true) return;

    test("takes JSON only, and only what it knows", async ({ apiAs, edge }) => {
      if (expected === undefined) return;
      const [engineer, admin] = [await apiAs("engineer"), await apiAs("admin")];
      const place = await expected.place(engineer, edge, admin);
      const [first = "admin"] = expected.allowed;
      const { http } = expected.allowed.includes("engineer")
        ? engineer
        : expected.allowed.includes("admin")
          ? admin
          : await apiAs(first);
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
        const answer = await send(http, method, { path }, { headers, data });
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

test("an address that is no UTF-8 is one that there is not", async ({ apiAs }) => {
  const { http } = await apiAs("engineer");
  for (const path of ["/api/v1/comparisons/%ff%fe", "/api/v1/%c3"]) {
    const answer = await http.get(path);
    expect(answer.status(), path).toBeLessThan(500);
    expect(answer.headers()["content-type"]).toContain("application/problem+json");
  }
});
