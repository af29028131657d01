import { createHash, randomUUID, timingSafeEqual } from "node:crypto";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/schemas/errors";
import { problemResponse } from "./problem";
import { refuseForeignHost } from "./read-request";

const wrapped = new WeakSet();

/** Whether machineRoute() made this handler. */
export function isMachineRoute(handler: unknown): boolean {
  return typeof handler === "function" && wrapped.has(handler);
}

const digest = (text: string) => createHash("sha256").update(text, "utf8").digest();

/** Takes as long for a token that is nearly right as for any other. */
function bears(request: Request, token: string): boolean {
  const [scheme = "", given = ""] = (request.headers.get("authorization") ?? "").split(" ");
  return timingSafeEqual(digest(given), digest(token)) && scheme.toLowerCase() === "bearer";
}

function refuse(error: AppError): Response {
  const response = problemResponse(error, randomUUID());
  if (response.status === 401) response.headers.set("www-authenticate", "Bearer");
  return response;
}

/**
 * A handler for a program that reads what the console measures: no identity and no input, a token where
 * METRICS_TOKEN asks for one.
 */
export function machineRoute(read: () => Promise<{ contentType: string; text: string }>) {
  const handler = async (request: Request): Promise<Response> => {
    const { metricsToken } = env();
    try {
      refuseForeignHost(request, env());
      if (metricsToken !== null && !bears(request, metricsToken)) {
        throw new AppError("not_signed_in", "Send METRICS_TOKEN as a bearer token.");
      }
    } catch (error) {
      if (error instanceof AppError) return refuse(error);
      throw error;
    }
    const { contentType, text } = await read();
    return new Response(text, {
      headers: { "content-type": contentType, "cache-control": "no-store" },
    });
  };
  wrapped.add(handler);
  return handler;
}
