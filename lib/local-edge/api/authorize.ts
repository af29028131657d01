import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { apiFailure, type ApiAnswer } from "./api-envelope";

/** True when the request carries the bearer token; compared in constant time. */
export function isAuthorized(request: IncomingMessage, token: string): boolean {
  const presented = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? "";
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(presented), digest(token));
}

/** A wrong or missing token, or one without the permission. */
export function authenticationError(): ApiAnswer {
  return apiFailure(403, 10000, "Authentication error");
}
