import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { importDirectory } from "@/lib/domain/directory/import-directory";
import { createToken } from "@/lib/domain/tokens/create-token";
import { buildDocument } from "@/lib/http/openapi/build-document";
import { db } from "@/lib/platform/database";
import { newId } from "@/lib/platform/ids";
import { tokenVerbs } from "@/lib/schemas/words";
import { exampleDirectory } from "@/prisma/factories/directory";
import { makeEnded } from "@/prisma/factories/ended-purges";
import { type HostileRequest, hostileRequests, targetsOf } from "@/prisma/testing/hostile-requests";
import { signInAs } from "@/prisma/testing/session-cookie";
import { onServer, withTestDatabase } from "@/prisma/testing/test-database";
import { useTestEnv } from "@/prisma/testing/test-env";
import { routeModules } from "./openapi.json/route-modules";

withTestDatabase();
const document = buildDocument(routeModules);
const targets = targetsOf(document);
/** Requests to each operation, once as a person and once as a service. */
const many = onServer ? 24 : 6;
/** The same ones each time; another number finds others. */
const seed = 41;
const zoneId = exampleDirectory().zones[0]?.id ?? "";
let known: Record<string, string>;
let credentials: Record<"person" | "auditor" | "service", Record<string, string>>;

beforeAll(async () => {
  // Nothing listens at the edge: a probe that is let through ends at once.
  useTestEnv({
    PROBE_PRIVATE_EDGES: "127.0.0.1:1",
    CLOUDFLARE_API_TOKEN: "a-token-for-tests",
    PRACTICE_SIGN_IN: "on",
  });
  await importDirectory(exampleDirectory("127.0.0.1:1"));
  const { actor: admin, cookie } = await signInAs("admin");
  const { token, secret } = await createToken(admin, {
    ...{ name: "everything", service: "billing", source: "app", expiresInDays: 1 },
    ...{ verbs: [...tokenVerbs], zones: [], tenants: [] },
    selectorKinds: ["tags", "files", "prefixes", "hosts", "everything"],
  });
  // This is about what is sent, not about how often.
  await db().serviceToken.update({
    where: { id: token.id },
    data: { callBucket: 1_000_000, callsLeft: 1_000_000 },
  });
  credentials = {
    person: { cookie },
    auditor: { cookie: (await signInAs("auditor")).cookie },
    service: { authorization: `Bearer ${secret}` },
  };
  const { id: purgeId } = await makeEnded(zoneId, 1, { status: "failed" });
  const comparisonId = newId();
  await db().comparison.create({
    data: {
      ...{ id: comparisonId, affectedTenantId: "42", controlTenantId: "77", path: "/billing" },
      ...{ createdById: admin.id, createdAt: new Date() },
      ...{ verdictCode: "pending", verdictSummary: "Not judged yet", verdictReasons: [] },
    },
  });
  known = { purgeId, comparisonId, tenantId: "42", zoneId, zone: "example.com", tokenId: newId() };
  // Nobody's: whoever asks is to stay signed in.
  known = { ...known, personId: newId(), sessionId: newId() };
});

type Handler = (
  request: Request,
  context: { params: Promise<Record<string, string>> },
) => Promise<Response>;

/** What admins may not do, whatever they send. */
const forAuditorsAlone = /^\/api\/v1\/desk\/samples/;

function call(request: HostileRequest, who: "person" | "service"): Promise<Response> {
  const { target, params, query, headers, body } = request;
  const method = target.method.toUpperCase();
  const handler = routeModules[target.path]?.[method] as Handler;
  const as = who === "person" && forAuditorsAlone.test(target.path) ? "auditor" : who;
  // The address itself says nothing here: its parameters are handed over as they are.
  const path = target.path.replace(/[{}]/g, "");
  const sent = new Request(`http://localhost:3000${path}${query === "" ? "" : `?${query}`}`, {
    method,
    // As the console's own pages send them.
    headers: {
      host: "localhost:3000",
      origin: "http://localhost:3000",
      ...headers,
      ...credentials[as],
    },
    ...(body === null ? {} : { body }),
  });
  return handler(sent, { params: Promise.resolve(params) });
}

/** Everything that a request could change, but for what is written down of every call. */
async function stateOfAll(): Promise<string> {
  const [row] = await db().$queryRaw<{ state: string }[]>`
    SELECT concat_ws('/', (SELECT count(*) FROM purge), (SELECT count(*) FROM purge_transition),
      (SELECT count(*) FROM purge_tenant), (SELECT count(*) FROM purge_call), (SELECT count(*) FROM attempt),
      (SELECT count(*) FROM comparison), (SELECT count(*) FROM probe), (SELECT count(*) FROM write_event),
      (SELECT count(*) FROM service_token), (SELECT count(*) FROM retention_policy),
      (SELECT md5(string_agg(t::text, ' ' ORDER BY id)) FROM tenant t),
      (SELECT md5(string_agg(h::text, ' ' ORDER BY tenant_id, host)) FROM tenant_host h),
      (SELECT md5(string_agg(z::text, ' ' ORDER BY id)) FROM zone z),
      (SELECT md5(string_agg(p::text, ' ' ORDER BY id)) FROM tag_pattern p)) AS state`;
  return row?.state ?? "";
}

/** Holds a refusal to what each has: its form, its words, and of a limit that was passed the limit. */
async function expectRefusal(answer: Response, what: string): Promise<void> {
  expect(answer.headers.get("content-type"), what).toContain("application/problem+json");
  const text = await answer.text();
  expect(text.length, what).toBeLessThan(100_000);
  const problem = JSON.parse(text) as { detail: string; status: number; requestId: string };
  expect(problem.status, what).toBe(answer.status);
  expect(problem.detail, what).not.toBe("");
  if (answer.status === 413 || answer.status === 429) expect(problem.detail, what).toMatch(/\d/);
}

/** A stream that goes on for ever is let go of; everything else is read to its end. */
async function readAnswer(answer: Response): Promise<void> {
  if (answer.headers.get("content-type")?.startsWith("text/event-stream") === true) {
    await answer.body?.cancel();
  } else await answer.arrayBuffer();
}

test.each(targets.map((target) => [`${target.method} ${target.path}`, target] as const))(
  "%s answers whatever is sent, never with a 5xx, and a refusal changes nothing",
  async (_, target) => {
    // The one that is removed is no other operation's.
    const places = target.method === "delete" ? { ...known, tenantId: "78" } : known;
    const requests = fc.sample(hostileRequests(target, places), { numRuns: many, seed });
    let state = await stateOfAll();
    let looked = 0;
    for (const request of requests) {
      // Each of these signs out whoever sends it.
      if (target.path === "/api/v1/sessions/revocation")
        credentials.person = { cookie: (await signInAs("admin")).cookie };
      for (const who of ["person", "service"] as const) {
        const answer = await call(request, who);
        const what = `${who}: ${JSON.stringify({ ...request, target: undefined }).slice(0, 600)}`;
        expect(answer.status, what).toBeLessThan(500);
        if (answer.status !== 401 && answer.status !== 403) looked += 1;
        const after = await stateOfAll();
        if (answer.ok) {
          await readAnswer(answer);
          state = after;
        } else {
          await expectRefusal(answer, what);
          expect(after, what).toBe(state);
        }
      }
    }
    // Refused at the door they would prove nothing.
    expect(looked).toBeGreaterThan(many / 2);
  },
);

test("every operation is among them", () => {
  expect(targets.length).toBeGreaterThan(30);
});
