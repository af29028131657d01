import type { ServerResponse } from "node:http";
import type { ApiFault } from "../control/faults";
import {
  apiFailure,
  apiHeaders,
  sendApiAnswer,
  type ApiAnswer,
  type ApiError,
} from "./api-envelope";

const SERVER_ERROR: ApiError = { code: 10001, message: "Unable to process the request" };

const ERRORS_BY_STATUS: Record<number, ApiError> = {
  401: { code: 10000, message: "Authentication error" },
  403: { code: 10000, message: "Authentication error" },
  429: {
    code: 1134,
    message:
      "Unable to purge, rate limit reached. Please wait and consider throttling your request speed",
  },
};

/**
 * Spoils the planned answer as the fault says. Returns what was sent, for the purge log; status 0 means that
 * the client got no answer. A hanging answer ends when the client or the server closes the socket.
 */
export function sendFault(
  response: ServerResponse,
  fault: ApiFault,
  planned: ApiAnswer,
  ray: string,
): { status: number; errors: readonly ApiError[] } {
  if (fault.mode === "drop") response.destroy();
  if (fault.mode === "drop" || fault.mode === "hang") return { status: 0, errors: [] };
  const status = fault.mode === "success_false" ? 200 : fault.status;
  const error = ERRORS_BY_STATUS[status] ?? SERVER_ERROR;
  const answer: ApiAnswer = {
    ...apiFailure(status, error.code, error.message),
    ...(planned.budget && {
      budget: status === 429 ? { ...planned.budget, remaining: 0 } : planned.budget,
    }),
    ...(fault.retryAfter === null ? {} : { retryAfterSeconds: fault.retryAfter }),
  };
  if (fault.mode === "html") {
    response
      .writeHead(status, { ...apiHeaders(answer, ray), "Content-Type": "text/html" })
      .end(
        `<!doctype html><title>${status}</title><h1>Error ${status}</h1><p>Ray ID: ${ray}</p>\n`,
      );
    return { status, errors: [] };
  }
  sendApiAnswer(response, answer, ray);
  return { status, errors: answer.errors };
}
