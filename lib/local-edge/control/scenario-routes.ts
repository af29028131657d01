import type { IncomingMessage, ServerResponse } from "node:http";
import { PAGE_POLICY } from "../html/plain-page";
import { placeScenarios, playScenario, type ScenarioParts } from "../scenarios/play-scenario";
import {
  type MenuFacts,
  scenarioFacts,
  scenarioMenu,
  scenarioSetUp,
} from "../scenarios/scenario-menu";

export interface ScenarioRoutes {
  parts: ScenarioParts;
  /** Where people open the console; null: it is not known. */
  consoleUrl: string | null;
}

const noStore = { "Cache-Control": "no-store" };

function sendPage(response: ServerResponse, page: string): void {
  response
    .writeHead(200, {
      ...noStore,
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy": PAGE_POLICY,
    })
    .end(page);
}

function factsOf({ parts, consoleUrl }: ScenarioRoutes): MenuFacts {
  return {
    placed: placeScenarios(parts.world.zones),
    edgeAddress: parts.edges[0]?.address ?? "",
    consoleUrl,
  };
}

/**
 * Answers the scenarios' pages: the menu, setting one up, and where to go on.
 *
 * @returns false when the request is not for them
 */
export async function answerScenarios(
  routes: ScenarioRoutes,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<boolean> {
  const facts = factsOf(routes);
  const id = /^\/scenarios\/([a-z-]+)$/.exec(path)?.[1];
  const placed = facts.placed.find(({ scenario }) => scenario.id === id);
  if (request.method === "POST") {
    if (placed === undefined) return false;
    request.resume();
    await playScenario(routes.parts, placed.scenario.id);
    response.writeHead(303, { ...noStore, Location: `/scenarios/${placed.scenario.id}` }).end();
    return true;
  }
  if (path === "/scenarios.json") {
    response
      .writeHead(200, { ...noStore, "Content-Type": "application/json" })
      .end(`${JSON.stringify(scenarioFacts(facts), null, 2)}\n`);
    return true;
  }
  if (path === "/scenarios") sendPage(response, scenarioMenu(facts));
  else if (placed !== undefined) sendPage(response, scenarioSetUp(facts, placed));
  else return false;
  return true;
}
