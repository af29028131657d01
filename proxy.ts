import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { contentSecurityPolicy, pageHeaders } from "@/lib/http/page-headers";
import { env } from "@/lib/platform/env";

/**
 * Gives each page a policy with a nonce of its own. What the request brought along as a policy or a nonce is
 * overwritten: Next takes the nonce for its scripts from there. It decides nothing else, least of all who may.
 */
export function proxy(request: NextRequest): NextResponse {
  const where = { ...env(), development: process.env.NODE_ENV === "development" };
  const nonce = randomBytes(16).toString("base64");
  const policy = contentSecurityPolicy(nonce, where);
  const headers = new Headers(request.headers);
  headers.set("content-security-policy", policy);
  headers.delete("content-security-policy-report-only");
  headers.set("x-nonce", nonce);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("Content-Security-Policy", policy);
  for (const [name, value] of Object.entries(pageHeaders(where))) response.headers.set(name, value);
  return response;
}

export const config = {
  // The API's answers are no pages, and Next would keep a copy of each body up to 10 MB for a proxy to read.
  // They, and whatever is left out here by mistake, have the policy of next.config.ts: nothing may run.
  matcher: ["/((?!api/.|client/v4/.|_next/static/).*)"],
};
