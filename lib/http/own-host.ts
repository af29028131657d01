import { randomUUID } from "node:crypto";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/schemas/errors";
import { problemResponse } from "./problem";
import { refuseForeignHost } from "./read-request";

/** A handler that is not ours, behind the same check of the Host as route() makes. */
export function onOwnHost<C>(handler: (request: Request, context: C) => Promise<Response>) {
  return async (request: Request, context: C): Promise<Response> => {
    try {
      refuseForeignHost(request, env());
    } catch (error) {
      if (error instanceof AppError) return problemResponse(error, randomUUID());
      throw error;
    }
    return handler(request, context);
  };
}
