import { type APIRequest, type APIRequestContext, expect } from "@playwright/test";
import type { Comparison } from "@/lib/schemas/comparisons";
import type { Diagnosis } from "@/lib/schemas/diagnoses";
import type { Problem } from "@/lib/schemas/errors";
import type { PurgePlan } from "@/lib/schemas/purge-plan";
import type { PurgeDetail, PurgeRequest } from "@/lib/schemas/purges";
import type { Role } from "@/lib/schemas/words";

/** A signed-in browser's cookies. */
export type StoredSession = Awaited<ReturnType<APIRequestContext["storageState"]>>;

/** Requests that say where they come from, as a browser's do; without a session they are nobody's. */
export function newApiContext(
  request: APIRequest,
  baseURL: string,
  storageState?: StoredSession,
): Promise<APIRequestContext> {
  return request.newContext({
    baseURL,
    extraHTTPHeaders: { Origin: new URL(baseURL).origin },
    ...(storageState === undefined ? {} : { storageState }),
  });
}

/** Signs in over HTTP, as the sign-in page does. */
export async function signIn(
  request: APIRequest,
  baseURL: string,
  role: Role,
): Promise<StoredSession> {
  const context = await newApiContext(request, baseURL);
  const csrf = (await (await context.get("/api/auth/csrf")).json()) as { csrfToken: string };
  const answer = await context.post("/api/auth/callback/practice", {
    form: { csrfToken: csrf.csrfToken, email: `${role}@example.com`, json: "true" },
  });
  expect(answer.status(), `signing in as ${role}`).toBe(200);
  const session = await context.storageState();
  await context.dispose();
  return session;
}

/** The console's API as one person, with what the specs say most often. */
export class ConsoleApi {
  constructor(readonly http: APIRequestContext) {}

  /** Reads; anything but 200 fails the test. */
  async get<T>(path: string): Promise<T> {
    const answer = await this.http.get(`/api/v1${path}`);
    expect(answer.status(), `GET ${path}: ${await answer.text()}`).toBe(200);
    return (await answer.json()) as T;
  }

  /** Posts; anything but `status` fails the test. */
  async post<T>(path: string, body: unknown, status: number, key?: string): Promise<T> {
    const answer = await this.http.post(`/api/v1${path}`, {
      data: body,
      ...(key === undefined ? {} : { headers: { "Idempotency-Key": key } }),
    });
    expect(answer.status(), `POST ${path}: ${await answer.text()}`).toBe(status);
    return (await answer.json()) as T;
  }

  /** Puts; anything but 200 fails the test. */
  async put<T>(path: string, body: unknown): Promise<T> {
    const answer = await this.http.put(`/api/v1${path}`, { data: body });
    expect(answer.status(), `PUT ${path}: ${await answer.text()}`).toBe(200);
    return (await answer.json()) as T;
  }

  /** Posts what is refused, and holds the answer to RFC 9457. */
  async refused(path: string, body: unknown, status: number, key?: string): Promise<Problem> {
    const answer = await this.http.post(`/api/v1${path}`, {
      data: body,
      ...(key === undefined ? {} : { headers: { "Idempotency-Key": key } }),
    });
    expect(answer.status(), `POST ${path}: ${await answer.text()}`).toBe(status);
    expect(answer.headers()["content-type"]).toContain("application/problem+json");
    const problem = (await answer.json()) as Problem;
    expect(problem.status).toBe(status);
    expect(problem.requestId).not.toBe("");
    return problem;
  }

  /** A request with the digest of its preview, as somebody who has looked at it sends it. */
  async asSeen(request: PurgeRequest): Promise<PurgeRequest> {
    const { tenantId, method, selector, environment } = request;
    const planned = { tenantId, method, selector, ...(environment ? { environment } : {}) };
    const { digest } = await this.post<PurgePlan>("/purges/plan", planned, 200);
    return { ...request, plan: digest };
  }

  /** Asks for a purge; it is recorded when this answers. */
  async purge(request: PurgeRequest, key: string = crypto.randomUUID()): Promise<PurgeDetail> {
    return this.post("/purges", await this.asSeen(request), 202, key);
  }

  readPurge(id: string): Promise<PurgeDetail> {
    return this.get(`/purges/${id}`);
  }

  /** Waits until a purge is accepted or has failed. */
  async finished(id: string, timeout = 30_000): Promise<PurgeDetail> {
    let purge = await this.readPurge(id);
    await expect
      .poll(
        async () => {
          purge = await this.readPurge(id);
          return purge.status;
        },
        { timeout, message: `purge ${id} is finished` },
      )
      .toMatch(/^(accepted|failed)$/);
    return purge;
  }

  compare(affected: string, control: string, path: string, purgeId?: string): Promise<Comparison> {
    const sides = { affected: { tenantId: affected }, control: { tenantId: control } };
    return this.post("/comparisons", { ...sides, path, ...(purgeId ? { purgeId } : {}) }, 201);
  }

  diagnose(tenantId: string, address: string): Promise<Diagnosis> {
    return this.post("/diagnoses", { tenantId, address }, 201);
  }

  probeAgain(comparisonId: string, purgeId?: string): Promise<Comparison> {
    return this.post(`/comparisons/${comparisonId}/probes`, purgeId ? { purgeId } : {}, 200);
  }
}

/** A purge by the tenant's own tag, confirmed. */
export function wholeTenant(
  tenant: { id: string; slug: string },
  more: Partial<PurgeRequest> = {},
): PurgeRequest {
  return {
    tenantId: tenant.id,
    method: "purge",
    selector: { tags: [`tenant:${tenant.id}`] },
    reason: "The customer still sees old amounts",
    ticket: "ZD-4711",
    confirmation: tenant.slug,
    ...more,
  };
}
