import type { IncomingMessage, ServerResponse } from "node:http";
import type { PurgeLog } from "../api/purge-log";
import { PAGE_POLICY } from "../html/plain-page";
import { BodyTooLargeError, readBody } from "../http/read-body";
import { isForeignOrigin, isLoopbackHost } from "../http/request-origin";
import { controlPage, type ControlPageFacts } from "./control-page";
import { faultsOfForm } from "./fault-form";
import type { FaultSwitches } from "./faults";
import { answerScenarios, type ScenarioRoutes } from "./scenario-routes";
import { FaultsError, readFaults } from "./read-faults";

export interface ControlAppParts {
  faults: FaultSwitches;
  log: PurgeLog;
  facts: () => Omit<ControlPageFacts, "faults" | "purges">;
  scenarios: ScenarioRoutes;
  /** Purges a tag with the API's token, past the console, so that only the account's audit log tells of it. */
  purgePast: (zoneId: string, tag: string) => Promise<void>;
}

const MAX_BODY_BYTES = 256 * 1024;
const ROUTES = [
  ...["GET /", "GET /faults", "PUT /faults", "DELETE /faults", "GET /purges", "POST /purges"],
  ...["GET /scenarios", "GET /scenarios.json", "POST /scenarios/{id}"],
];

/**
 * Serves the control page and its JSON. It has no password, so it answers only to loopback names
 * and refuses changes that another site's page sends (403).
 */
export function createControlApp(parts: ControlAppParts) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? "/").split("?", 1)[0] ?? "/";
    const method = request.method === "HEAD" ? "GET" : (request.method ?? "GET");
    try {
      if (!isLoopbackHost(request)) {
        refuse(request, response, 403, "Use 127.0.0.1");
        return;
      }
      if (method === "GET") {
        if (await answerScenarios(parts.scenarios, request, response, path)) return;
        answerGet(parts, request, response, path);
        return;
      }
      if (isForeignOrigin(request)) {
        refuse(request, response, 403, "Changes from another site are refused");
        return;
      }
      if (await answerScenarios(parts.scenarios, request, response, path)) return;
      await answerChange(parts, request, response, `${method} ${path}`);
    } catch (error) {
      if (error instanceof FaultsError) sendJson(response, 400, { error: error.message });
      else if (error instanceof BodyTooLargeError) {
        response.setHeader("Connection", "close");
        sendJson(response, 413, { error: error.message });
      } else throw error;
    }
  };
}

function answerGet(
  parts: ControlAppParts,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): void {
  if (path === "/faults") return sendJson(response, 200, parts.faults.current());
  if (path === "/purges") return sendJson(response, 200, parts.log.list());
  if (path !== "/") return refuse(request, response, 404, `Routes: ${ROUTES.join(", ")}`);
  const page = controlPage({
    ...parts.facts(),
    faults: parts.faults.current(),
    purges: parts.log.list(),
  });
  response
    .writeHead(200, {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy": PAGE_POLICY,
      "Cache-Control": "no-store",
    })
    .end(page);
}

async function answerChange(
  parts: ControlAppParts,
  request: IncomingMessage,
  response: ServerResponse,
  route: string,
): Promise<void> {
  const body = (await readBody(request, MAX_BODY_BYTES)).toString("utf8");
  const colos = parts.facts().edges.map(({ colo }) => colo);
  switch (route) {
    case "PUT /faults":
      parts.faults.merge(readFaults(parseJson(body), colos));
      {
        sendJson(response, 200, parts.faults.current());
        return;
      }
    case "DELETE /faults":
      parts.faults.reset();
      {
        sendJson(response, 200, parts.faults.current());
        return;
      }
    case "POST /faults":
      parts.faults.merge(readFaults(faultsOfForm(body), colos));
      {
        backToPage(response);
        return;
      }
    case "POST /purges": {
      const form = new URLSearchParams(body);
      await parts.purgePast(form.get("zone") ?? "", form.get("tag") ?? "");
      backToPage(response);
      return;
    }
    case "POST /faults/reset":
      parts.faults.reset();
      {
        backToPage(response);
        return;
      }
    default: {
      refuse(request, response, 404, `Routes: ${ROUTES.join(", ")}`);
      return;
    }
  }
}

function backToPage(response: ServerResponse): void {
  response.writeHead(303, { Location: "/" }).end();
}

function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  error: string,
): void {
  request.resume();
  sendJson(response, status, { error });
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response
    .writeHead(status, { "Content-Type": "application/json", "Cache-Control": "no-store" })
    .end(`${JSON.stringify(value, null, 2)}\n`);
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new FaultsError("The body is not JSON");
  }
}
