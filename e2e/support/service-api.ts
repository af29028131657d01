import type { APIRequestContext } from "@playwright/test";
import type { MadeToken, TokenRequest } from "@/lib/schemas/tokens";
import { expect } from "../fixtures";
import type { ConsoleApi } from "./console-api";

/** Makes a token for billing, with everything that a service may have unless `over` says otherwise. */
export async function makeToken(
  admin: ConsoleApi,
  over: Partial<TokenRequest> = {},
): Promise<MadeToken> {
  return admin.post<MadeToken>(
    "/tokens",
    {
      name: "billing, production",
      service: "billing",
      verbs: ["purge", "read", "report", "write", "probe"],
      selectorKinds: ["tags", "files", "prefixes", "hosts", "everything"],
      source: "app",
      expiresInDays: 30,
      ...over,
    },
    201,
  );
}

/** The API as a service with a token; `http` has no cookie. */
export class ServiceApi {
  constructor(
    readonly http: APIRequestContext,
    private readonly secret: string,
  ) {}

  /** Posts bytes as they are; answers status and body. */
  async send(path: string, text: string | Buffer, type = "application/json") {
    const answer = await this.http.post(`/api/v1${path}`, {
      headers: { Authorization: `Bearer ${this.secret}`, "Content-Type": type },
      data: Buffer.from(text),
    });
    return { status: answer.status(), body: (await answer.json()) as unknown };
  }

  /** Posts events; anything but 200 fails the test. */
  async report<T>(path: string, events: unknown): Promise<T> {
    const { status, body } = await this.send(path, JSON.stringify(events));
    expect(status, JSON.stringify(body)).toBe(200);
    return body as T;
  }
}
