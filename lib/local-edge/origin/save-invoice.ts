import { randomUUID } from "node:crypto";
import { pause } from "../http/pause";
import type { HostOwner } from "../practice-world";
import type { EditOrder, SaveMode } from "./edit-form";
import type { InvoiceStore, StoredInvoice } from "./invoice-store";
import type { PurgeReport } from "./request-purge";

/** What one save did, in the order in which it did it. */
export interface SaveOutcome {
  id: string;
  tenantId: string;
  invoiceId: string;
  mode: SaveMode;
  beforeCents: number;
  afterCents: number;
  purge: PurgeReport | null;
  steps: string[];
}

export interface SaveParts {
  store: InvoiceStore;
  /** Asks the purge API over HTTP to remove one invoice's tag. Never throws. */
  purgeInvoice(owner: HostOwner, invoiceId: string): Promise<PurgeReport>;
  /** Opens the invoice's cached pages through every data centre, as another visitor would. */
  visitPages(owner: HostOwner, invoiceId: string): Promise<void>;
  /** How long the write stays open after a purge that came too early, ms. */
  commitDelayMs: number;
}

/** The write was refused by the (practice) database. Nothing changed and nothing was purged. */
export class WriteFailedError extends Error {}

/**
 * Saves an invoice in one of four ways. The right order is write, commit, purge: "Otherwise, the next
 * request can cache the old version again" (guides/invalidate-cache). In mode "before" another
 * visitor comes while the write is still open, so the refill with old data does not need luck.
 * @throws WriteFailedError in mode "fail".
 */
export async function saveInvoice(
  parts: SaveParts,
  owner: HostOwner,
  invoice: StoredInvoice,
  order: EditOrder,
): Promise<SaveOutcome> {
  if (order.mode === "fail") throw new WriteFailedError("The practice database refused the write");
  const outcome: SaveOutcome = {
    id: randomUUID(),
    tenantId: owner.tenant.id,
    invoiceId: invoice.id,
    mode: order.mode,
    beforeCents: invoice.amountCents,
    afterCents: order.change.amountCents,
    purge: null,
    steps: [],
  };
  const purge = async () => {
    outcome.purge = await parts.purgeInvoice(owner, invoice.id);
    outcome.steps.push(
      `Asked the edge to purge the tag invoice:${invoice.id}. ${outcome.purge.text}`,
    );
  };
  if (order.mode === "before") {
    await purge();
    await pause(parts.commitDelayMs / 2);
    await parts.visitPages(owner, invoice.id);
    outcome.steps.push("Another visitor opened the pages while the write was still open.");
    await pause(parts.commitDelayMs / 2);
  }
  parts.store.commit(invoice, order.change);
  outcome.steps.push(`Committed the invoice as revision ${invoice.revision}.`);
  if (order.mode === "after") await purge();
  if (order.mode === "forget") outcome.steps.push("Sent no purge.");
  return outcome;
}
