import type { IncomingMessage } from "node:http";
import { BodyTooLargeError, readBody } from "../http/read-body";
import { isForeignOrigin } from "../http/request-origin";
import type { WorldIndex } from "../practice-world";
import type { AppAnswer } from "./app-answer";
import { saveInvoice, WriteFailedError, type SaveParts } from "./save-invoice";

/** Where a console asks the app to edit its test tenant, as docs/canary.md describes for any deployment. */
export const CANARY_PATH = "/canary-edits";

const MAX_BODY_BYTES = 4 * 1024;

function answer(status: number, value: unknown): AppAnswer {
  return { status, contentType: "application/json", body: `${JSON.stringify(value)}\n` };
}

function readOrder(text: string): { tenant: string; edit: string } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null) return undefined;
    if (!("tenant" in value) || !("edit" in value)) return undefined;
    return { tenant: String(value.tenant), edit: String(value.edit) };
  } catch {
    return undefined;
  }
}

/**
 * Edits the first invoice of a tenant by a cent ("commit"), or tries to and fails ("fail"). Either way no purge
 * is sent: that is the console's part of the trial.
 */
export async function answerCanaryEdit(
  parts: SaveParts & { world: WorldIndex },
  request: IncomingMessage,
): Promise<AppAnswer> {
  const body = await readBody(request, MAX_BODY_BYTES).catch((error: unknown) => {
    if (error instanceof BodyTooLargeError) return Buffer.alloc(0);
    throw error;
  });
  if (request.method !== "POST") return answer(405, { error: "POST an edit" });
  if (isForeignOrigin(request)) return answer(403, { error: "Sent from another site" });
  const order = readOrder(body.toString("utf8"));
  const owner = parts.world.zones
    .flatMap((zone) => zone.tenants.map((tenant) => ({ zone, tenant })))
    .find(({ tenant }) => tenant.id === order?.tenant);
  const invoice = owner && parts.store.bookOf(owner.tenant).invoices[0];
  if (order === undefined || owner === undefined || invoice === undefined)
    return answer(404, { error: "There is no such tenant, or it has no invoice" });
  if (order.edit !== "commit" && order.edit !== "fail")
    return answer(400, { error: 'edit must be "commit" or "fail"' });
  const change = { amountCents: invoice.amountCents + 1, status: invoice.status };
  try {
    await saveInvoice(parts, owner, invoice, {
      change,
      mode: order.edit === "fail" ? "fail" : "forget",
    });
    return answer(200, { edited: true });
  } catch (error) {
    if (error instanceof WriteFailedError) return answer(200, { edited: false });
    throw error;
  }
}
