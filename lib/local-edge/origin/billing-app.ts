import type { IncomingMessage, ServerResponse } from "node:http";
import { firstLanguage } from "../cache/custom-key";
import { pause } from "../http/pause";
import { BodyTooLargeError, readBody } from "../http/read-body";
import { hostNameOf, isForeignOrigin, isLoopbackHost } from "../http/request-origin";
import type { HostOwner, WorldIndex } from "../practice-world";
import { sendAppAnswer, type AppAnswer } from "./app-answer";
import {
  accountPage,
  billingJson,
  billingPage,
  exportCsv,
  helpPage,
  homePage,
  invoicePage,
  summaryJson,
} from "./billing-pages";
import { answerCanaryEdit, CANARY_PATH } from "./canary-edits";
import { checkEditForm, editPage, fieldsOf, readEditForm } from "./edit-form";
import { outcomePage, problemPage, writeFailedPage } from "./outcome-page";
import { type StagedPages, sendStagedPage } from "../scenarios/staged-pages";
import { saveInvoice, WriteFailedError, type SaveOutcome, type SaveParts } from "./save-invoice";

export interface BillingAppParts extends SaveParts {
  world: WorldIndex;
  /** Pages that scenarios have staged: they come before the app's own. */
  staged: StagedPages;
  /** Added to every answer, ms. */
  latencyMs: number;
  /** True: connections are cut, as when the origin is down. */
  isDown: () => boolean;
  clock: () => number;
}

const MAX_FORM_BYTES = 16 * 1024;
const KEPT_OUTCOMES = 200;

/** Serves "Ledgerline", a small billing app with one site per tenant, picked by Host. */
export function createBillingApp(parts: BillingAppParts) {
  const outcomes = new Map<string, SaveOutcome>();
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (parts.isDown()) {
      request.socket.destroy();
      return;
    }
    await pause(parts.latencyMs);
    if (isLoopbackHost(request) && request.url === CANARY_PATH) {
      sendAppAnswer(request, response, await answerCanaryEdit(parts, request));
      return;
    }
    const owner = parts.world.ownerOfHost(hostNameOf(request) ?? "");
    if (!owner) {
      request.resume();
      response.writeHead(404, { "Content-Type": "text/plain", "Cache-Control": "no-store" });
      response.end("No tenant has this host\n");
      return;
    }
    const path = (request.url ?? "/").split("?", 1)[0] ?? "/";
    const staged = parts.staged.find(hostNameOf(request) ?? "", path);
    if (staged !== undefined) {
      sendStagedPage(request, response, staged);
      return;
    }
    const answer =
      request.method === "POST"
        ? await answerPost(parts, outcomes, request, owner, path)
        : answerGet(parts, outcomes, request, owner, path);
    sendAppAnswer(request, response, answer);
  };
}

function answerGet(
  parts: BillingAppParts,
  outcomes: ReadonlyMap<string, SaveOutcome>,
  request: IncomingMessage,
  owner: HostOwner,
  path: string,
): AppAnswer {
  request.resume();
  const { tenant } = owner;
  if (request.method !== "GET" && request.method !== "HEAD") return methodNotAllowed(owner);
  const book = () => parts.store.bookOf(tenant);
  if (path === "/") return homePage(book());
  if (path === "/billing") return billingPage(book());
  if (path === "/help") {
    const { "accept-language": language, "cf-device-type": device } = request.headers;
    return helpPage(tenant, {
      language: firstLanguage(language),
      device: device?.toString() ?? "",
    });
  }
  if (path === "/billing/export.csv") return exportCsv(book());
  if (path === "/api/billing") return billingJson(book());
  if (path === "/api/billing/summary") return summaryJson(book());
  if (path === "/account") return accountPage(tenant, parts.clock());
  const outcome = outcomes.get(lastPart("/edit/outcomes/", path) ?? "");
  if (outcome?.tenantId === tenant.id) return outcomePage(tenant, outcome);
  const shown = parts.store.find(tenant, lastPart("/billing/invoices/", path) ?? "");
  if (shown) return invoicePage(tenant, shown);
  const edited = parts.store.find(tenant, lastPart("/edit/invoices/", path) ?? "");
  if (edited) return editPage(tenant, edited, fieldsOf(edited));
  return notFound(owner);
}

async function answerPost(
  parts: BillingAppParts,
  outcomes: Map<string, SaveOutcome>,
  request: IncomingMessage,
  owner: HostOwner,
  path: string,
): Promise<AppAnswer> {
  const { tenant } = owner;
  const form = await readBody(request, MAX_FORM_BYTES).catch((error: unknown) => {
    if (error instanceof BodyTooLargeError) return undefined;
    throw error;
  });
  if (isForeignOrigin(request)) {
    return problemPage(tenant, 403, "Refused", "The form was sent from another site.");
  }
  if (!form) {
    const answer = problemPage(tenant, 413, "Too large", "The form is larger than it can be.");
    return { ...answer, headers: { Connection: "close" } };
  }
  const invoice = parts.store.find(tenant, lastPart("/edit/invoices/", path) ?? "");
  if (!invoice) return notFound(owner);
  const fields = readEditForm(form.toString("utf8"));
  const checked = checkEditForm(fields);
  if (!("change" in checked)) return editPage(tenant, invoice, fields, checked);
  try {
    const outcome = await saveInvoice(parts, owner, invoice, checked);
    remember(outcomes, outcome);
    const location = `/edit/outcomes/${outcome.id}`;
    return { status: 303, contentType: "text/html", body: "", location };
  } catch (error) {
    if (error instanceof WriteFailedError) return writeFailedPage(tenant, invoice);
    throw error;
  }
}

function remember(outcomes: Map<string, SaveOutcome>, outcome: SaveOutcome): void {
  outcomes.set(outcome.id, outcome);
  const [oldest] = outcomes.keys();
  if (outcomes.size > KEPT_OUTCOMES && oldest !== undefined) outcomes.delete(oldest);
}

/** The decoded rest of a path below a folder, or undefined when it is not one readable part. */
function lastPart(folder: string, path: string): string | undefined {
  const rest = path.startsWith(folder) ? path.slice(folder.length) : "";
  if (rest === "" || rest.includes("/")) return undefined;
  try {
    return decodeURIComponent(rest);
  } catch {
    return undefined;
  }
}

function notFound({ tenant }: HostOwner): AppAnswer {
  return problemPage(tenant, 404, "Not found", "There is no such page.");
}

function methodNotAllowed({ tenant }: HostOwner): AppAnswer {
  const answer = problemPage(tenant, 405, "Not allowed", "Pages are read with GET or HEAD.");
  return { ...answer, headers: { Allow: "GET, HEAD, POST" } };
}
